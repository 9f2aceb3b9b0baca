using System.Numerics;
using ImageBatch.Model;
using ImageBatch.Recompression.Png.Decoding;
using ImageBatch.Recompression.Png.Pixels;

namespace ImageBatch.Recompression.Png;

/// <summary>Which PNGs are taken, and the memory that one needs.</summary>
internal static class PngSupport
{
    /// <summary>Longest side: buffers of a row stay small.</summary>
    private const int LongestSide = 65_535;

    /// <summary>Most bytes of decoded samples.</summary>
    private const long MostBytes = 1L << 30;

    /// <summary>Tables, streams and lists: what is there for an image of any size.</summary>
    private const long FixedBytes = 5 * 1024 * 1024;

    /// <summary>All buffers of a row together, in bytes a pixel.</summary>
    private const long RowBytesAPixel = 256;

    /// <summary>What is not taken, or null.</summary>
    public static string? WhyNot(int width, int height, int bitsPerPixel) =>
        Math.Max(width, height) > LongestSide ? "PNG with a side of more than 65,535 pixels"
        : (long)width * height * bitsPerPixel > 8 * MostBytes ? "PNG of more than 1 GiB of samples"
        : null;

    public static string? WhyNot(ImageHeader header) => WhyNot(header.Width, header.Height, BitsPerPixel(header));

    /// <summary>
    /// An upper bound of the memory beside input and output: the decoded samples, where the data can bear them out, a
    /// byte a pixel for places in a palette, and two buffers as long as the file for what is compressed anew.
    /// </summary>
    /// <param name="header">That of an image that is taken: nothing here overflows with its sides.</param>
    /// <param name="quality">The quality that is asked for.</param>
    public static long WorkingBytes(ImageHeader header, int quality)
    {
        var rowBytes = Math.Max(1, (((long)header.Width * BitsPerPixel(header)) + 7) / 8);
        var isBorneOut = rowBytes * header.Height <= (long)header.Length * Inflater.LargestRatio;
        var samples = isBorneOut ? RowStore.RentedBytes(rowBytes, header.Height) : 0;
        var places = isBorneOut && quality < 100 ? RowStore.RentedBytes(header.Width, header.Height) : 0;
        var buffer = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(header.Length, 16));
        return samples + places + (2 * buffer) + (RowBytesAPixel * header.Width) + FixedBytes;
    }

    /// <summary>Components that the header does not tell are taken for as many as there can be.</summary>
    private static int BitsPerPixel(ImageHeader header) => header.Components is >= 1 and <= 4 && header.Precision is >= 1 and <= 16
        ? header.Components * header.Precision
        : 4 * 16;
}
