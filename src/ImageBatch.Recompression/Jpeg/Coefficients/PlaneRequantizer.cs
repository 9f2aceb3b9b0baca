using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Requantization;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>Requantizes a plane in place, with the arithmetic of <see cref="Requantizer"/>.</summary>
internal sealed class PlaneRequantizer
{
    private readonly int[] _multipliers = new int[64];

    /// <returns>Whether any step became coarser.</returns>
    public bool Requantize(FrameComponent component, CoefficientPlane plane, CancellationToken cancellationToken)
    {
        if (!Requantizer.Fill(component, _multipliers))
        {
            return false;
        }

        for (var y = 0; y < component.BlocksHigh; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var x = 0; x < component.BlocksWide; x++)
            {
                Requantize(plane.Find((y * plane.Stride) + x));
            }
        }

        return true;
    }

    private void Requantize(Span<short> block)
    {
        var multipliers = MemoryMarshal.Cast<int, Vector128<int>>(_multipliers);
        var bias = Vector128.Create(Requantizer.Bias);
        var eights = MemoryMarshal.Cast<short, Vector128<short>>(block);
        for (var i = 0; i < eights.Length; i++)
        {
            // Most eights of a block are zeros.
            if (eights[i] != Vector128<short>.Zero)
            {
                var sign = Vector128.ShiftRightArithmetic(eights[i], 15);
                var magnitude = (eights[i] ^ sign) - sign;
                var (low, high) = Vector128.Widen(magnitude);
                low = Vector128.ShiftRightArithmetic((low * multipliers[2 * i]) + bias, Requantizer.Shift);
                high = Vector128.ShiftRightArithmetic((high * multipliers[(2 * i) + 1]) + bias, Requantizer.Shift);
                eights[i] = (Vector128.Narrow(low, high) ^ sign) - sign;
            }
        }
    }
}
