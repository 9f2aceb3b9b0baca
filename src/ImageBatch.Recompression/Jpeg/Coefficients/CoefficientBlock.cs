using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>What is asked of a block of 64 coefficients.</summary>
internal static class CoefficientBlock
{
    /// <summary>A bit for each coefficient that is not zero, bit 0 for the first.</summary>
    public static ulong NonZero(ReadOnlySpan<short> block)
    {
        var vectors = MemoryMarshal.Cast<short, Vector128<short>>(block[..64]);
        var zeros = 0UL;
        for (var i = 0; i < 4; i++)
        {
            var low = Vector128.Equals(vectors[2 * i], Vector128<short>.Zero);
            var high = Vector128.Equals(vectors[(2 * i) + 1], Vector128<short>.Zero);
            zeros |= (ulong)Vector128.Narrow(low, high).ExtractMostSignificantBits() << (16 * i);
        }

        return ~zeros;
    }
}
