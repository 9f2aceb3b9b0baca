using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Jpeg.Markers;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>
/// Halves the resolution of a plane in both directions without leaving the coefficients: each block comes from two by
/// two, each sample of it from two by two samples.
/// </summary>
/// <remarks>
/// The mean of neighbours is linear, and so is the transform C of a row of 8 samples. So there are matrices
/// A₀ = C·P₀·Cᵀ and A₁ = C·P₁·Cᵀ, where P₀ puts the means of pairs of a first block to places 0 to 3 and P₁ those of a
/// second to 4 to 7, and the block is Σ Aᵢ·Bᵢⱼ·Aⱼᵀ. All of it is done in the same order with floats on every CPU, without
/// fused operations, so the results are the same.
/// </remarks>
internal sealed class ChromaHalver
{
    // Aᵀ of both halves, a row of 8 a vector.
    private static readonly float[][] Operators = [MakeOperator(0), MakeOperator(4)];

    private readonly float[] _block = new float[64];
    private readonly float[] _half = new float[64];
    private readonly float[] _sum = new float[64];

    /// <summary>Halves a plane in place, from a component's source steps to its target steps.</summary>
    /// <param name="component">The component, its size that of the input.</param>
    /// <param name="plane">Its plane.</param>
    /// <param name="stride">Blocks of a row of the output.</param>
    /// <param name="cancellationToken">Looked at once a row.</param>
    public void Halve(FrameComponent component, CoefficientPlane plane, int stride, CancellationToken cancellationToken)
    {
        // A block's new place is never behind one that is still to be read.
        for (var y = 0; y < component.BlocksHigh; y += 2)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var x = 0; x < component.BlocksWide; x += 2)
            {
                var target = (y / 2 * stride) + (x / 2);
                if (Gather(component, plane, x, y) || !plane.Find(target).IsEmpty)
                {
                    Quantize(component, plane.Write(target));
                }
            }
        }

        plane.Reshape(stride);
    }

    /// <summary>Adds up what four blocks contribute.</summary>
    /// <returns>Whether any of them is there.</returns>
    private bool Gather(FrameComponent component, CoefficientPlane plane, int x, int y)
    {
        var isAny = false;
        _sum.AsSpan().Clear();
        for (var i = 0; i < 4; i++)
        {
            // Where the component has no more blocks, the last one is mirrored: what is seen of it goes on smoothly.
            var (right, down) = (i & 1, i >> 1);
            var (mirrorX, mirrorY) = (x + right >= component.BlocksWide, y + down >= component.BlocksHigh);
            var source = plane.Find(((mirrorY ? y : y + down) * plane.Stride) + (mirrorX ? x : x + right));
            if (!source.IsEmpty)
            {
                isAny = true;
                Dequantize(source, component.Source, mirrorX, mirrorY);
                Add(Operators[down], Operators[right]);
            }
        }

        return isAny;
    }

    private void Dequantize(ReadOnlySpan<short> block, ReadOnlySpan<ushort> steps, bool mirrorX, bool mirrorY)
    {
        for (var k = 0; k < 64; k++)
        {
            // Mirrored, odd frequencies change their sign.
            var place = ZigZag.Natural[k];
            var isNegated = (mirrorX && (place & 1) != 0) != (mirrorY && (place & 8) != 0);
            var value = (float)(block[k] * steps[k]);
            _block[place] = isNegated ? -value : value;
        }
    }

    /// <summary>Adds A·B·Aᵀ.</summary>
    private void Add(float[] vertical, float[] horizontal)
    {
        var block = MemoryMarshal.Cast<float, Vector256<float>>(_block);
        var half = MemoryMarshal.Cast<float, Vector256<float>>(_half.AsSpan());
        var sum = MemoryMarshal.Cast<float, Vector256<float>>(_sum.AsSpan());
        var rows = MemoryMarshal.Cast<float, Vector256<float>>(horizontal);
        for (var u = 0; u < 8; u++)
        {
            var row = Vector256<float>.Zero;
            for (var v = 0; v < 8; v++)
            {
                row += Vector256.Create(vertical[(v * 8) + u]) * block[v];
            }

            half[u] = row;
        }

        for (var u = 0; u < 8; u++)
        {
            for (var v = 0; v < 8; v++)
            {
                sum[u] += Vector256.Create(_half[(u * 8) + v]) * rows[v];
            }
        }
    }

    private void Quantize(FrameComponent component, Span<short> block)
    {
        for (var k = 0; k < 64; k++)
        {
            // To nearest, halves toward zero, and within what a code may have.
            var value = _sum[ZigZag.Natural[k]];
            var magnitude = (int)MathF.Ceiling((MathF.Abs(value) / component.Target[k]) - 0.5f);
            magnitude = Math.Min(magnitude, k == 0 ? 2047 : 1023);
            block[k] = (short)(value < 0 ? -magnitude : magnitude);
        }
    }

    private static float[] MakeOperator(int first)
    {
        var transposed = new float[64];
        for (var u = 0; u < 8; u++)
        {
            for (var v = 0; v < 8; v++)
            {
                var sum = 0.0;
                for (var i = 0; i < 4; i++)
                {
                    sum += CosineTransform.Basis(u, first + i)
                        * (CosineTransform.Basis(v, 2 * i) + CosineTransform.Basis(v, (2 * i) + 1)) / 2;
                }

                transposed[(v * 8) + u] = (float)sum;
            }
        }

        return transposed;
    }
}
