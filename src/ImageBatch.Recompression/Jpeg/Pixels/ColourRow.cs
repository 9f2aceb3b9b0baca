using System.Runtime.Intrinsics;

namespace ImageBatch.Recompression.Jpeg.Pixels;

/// <summary>
/// Turns pixels, red in the lowest byte, into luminance less 128 and the two chrominances, from −127.5 to 127.5
/// (JFIF 1.02, which is T.871, clause 7). Lengths are multiples of 8.
/// </summary>
internal static class ColourRow
{
    public static void ToYCbCr(ReadOnlySpan<uint> row, Span<float> luma, Span<float> blue, Span<float> red)
    {
        for (var i = 0; i < row.Length; i += 8)
        {
            var pixels = Vector256.Create(row[i..]);
            var (r, g, b) = (Sample(pixels), Sample(pixels >>> 8), Sample(pixels >>> 16));
            var y = (r * 0.299f) + (g * 0.587f) + (b * 0.114f);
            (y - Vector256.Create(128f)).CopyTo(luma[i..]);
            ((b - y) * (1 / 1.772f)).CopyTo(blue[i..]);
            ((r - y) * (1 / 1.402f)).CopyTo(red[i..]);
        }
    }

    /// <summary>The luminance of pixels that are grey.</summary>
    public static void ToGrey(ReadOnlySpan<uint> row, Span<float> luma)
    {
        for (var i = 0; i < row.Length; i += 8)
        {
            (Sample(Vector256.Create(row[i..])) - Vector256.Create(128f)).CopyTo(luma[i..]);
        }
    }

    /// <summary>The means of two by two samples, of two rows.</summary>
    public static void Halve(ReadOnlySpan<float> above, ReadOnlySpan<float> below, Span<float> target)
    {
        for (var i = 0; i < target.Length; i++)
        {
            var left = above[2 * i] + below[2 * i];
            var right = above[(2 * i) + 1] + below[(2 * i) + 1];
            target[i] = (left + right) / 4;
        }
    }

    private static Vector256<float> Sample(Vector256<uint> pixels) =>
        Vector256.ConvertToSingle((pixels & Vector256.Create(0xFFU)).AsInt32());
}
