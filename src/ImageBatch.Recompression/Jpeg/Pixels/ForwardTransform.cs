using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Jpeg.Coefficients;

namespace ImageBatch.Recompression.Jpeg.Pixels;

/// <summary>Transforms and quantizes blocks of 8 by 8 samples (T.81, A.3.3 and A.3.4).</summary>
/// <remarks>
/// The transform is done by its definition, C·S·Cᵀ, a row of 8 at a time, always in the same order and without fused
/// operations: the results are the same on every CPU. Samples of −128 to 127.5 come to less than 1024 in every
/// coefficient, which is what a code can say.
/// </remarks>
internal sealed class ForwardTransform
{
    // C a row at a time, and Cᵀ.
    private static readonly float[] Rows = Make(static (row, column) => CosineTransform.Basis(row, column));
    private static readonly float[] Columns = Make(static (row, column) => CosineTransform.Basis(column, row));

    private readonly float[] _half = new float[64];
    private readonly float[] _steps = new float[64];
    private readonly int[] _quantized = new int[64];

    /// <summary>Begins with a component.</summary>
    /// <param name="steps">Its quantization table in zigzag order.</param>
    public void Begin(ReadOnlySpan<ushort> steps)
    {
        for (var k = 0; k < 64; k++)
        {
            _steps[ZigZag.Natural[k]] = steps[k];
        }
    }

    /// <summary>Transforms a block; coefficients are rounded to nearest, halves to even.</summary>
    /// <param name="samples">Its samples, less 128.</param>
    /// <param name="stride">From one row of them to the next.</param>
    /// <param name="block">Takes the coefficients in zigzag order.</param>
    public void Apply(ReadOnlySpan<float> samples, int stride, Span<short> block)
    {
        ref var source = ref MemoryMarshal.GetReference(samples[..((7 * stride) + 8)]);
        var half = MemoryMarshal.Cast<float, Vector256<float>>(_half.AsSpan());
        for (var u = 0; u < 8; u++)
        {
            var sum = Vector256<float>.Zero;
            for (var y = 0; y < 8; y++)
            {
                sum += Vector256.Create(Rows[(8 * u) + y]) * Vector256.LoadUnsafe(ref source, (nuint)(y * stride));
            }

            half[u] = sum;
        }

        var columns = MemoryMarshal.Cast<float, Vector256<float>>(Columns);
        var steps = MemoryMarshal.Cast<float, Vector256<float>>(_steps);
        var quantized = MemoryMarshal.Cast<int, Vector256<int>>(_quantized.AsSpan());
        for (var u = 0; u < 8; u++)
        {
            var sum = Vector256<float>.Zero;
            for (var x = 0; x < 8; x++)
            {
                sum += Vector256.Create(_half[(8 * u) + x]) * columns[x];
            }

            quantized[u] = Vector256.ConvertToInt32(Vector256.Round(sum / steps[u]));
        }

        for (var k = 0; k < 64; k++)
        {
            block[k] = (short)_quantized[ZigZag.Natural[k]];
        }
    }

    private static float[] Make(Func<int, int, double> entry) =>
        [.. Enumerable.Range(0, 64).Select(i => (float)entry(i / 8, i % 8))];
}
