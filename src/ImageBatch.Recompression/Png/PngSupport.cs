using System.Numerics;
using ImageBatch.Model;
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
    private const long FixedBytes = 4 * 1024 * 1024;

    /// <summary>Buffers of a row, in bytes a pixel: none has more than eight.</summary>
    private const long RowBytesAPixel = 128;

    /// <summary>What is not taken, or null.</summary>
    public static string? WhyNot(int width, int height, int bitsPerPixel) =>
        Math.Max(width, height) > LongestSide ? "PNG with a side of more than 65,535 pixels"
        : (long)width * height * bitsPerPixel > 8 * MostBytes ? "PNG of more than 1 GiB of samples"
        : null;

    public static string? WhyNot(ImageHeader header) => WhyNot(header.Width, header.Height, BitsPerPixel(header));

    /// <summary>
    /// An upper bound of the memory beside input and output: the decoded samples, as many as the data can bear out; and
    /// two buffers as long as the file for what is compressed anew.
    /// </summary>
    public static long WorkingBytes(ImageHeader header)
    {
        var rowBytes = Math.Max(1, (((long)header.Width * BitsPerPixel(header)) + 7) / 8);
        var samples = RowStore.RentedBytes(rowBytes, header.Height);
        var buffer = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(header.Length, 16));
        return samples + (2 * buffer) + (RowBytesAPixel * header.Width) + FixedBytes;
    }

    /// <summary>Components that the header does not tell are taken for as many as there can be.</summary>
    private static int BitsPerPixel(ImageHeader header) => header.Components is >= 1 and <= 4 && header.Precision is >= 1 and <= 16
        ? header.Components * header.Precision
        : 4 * 16;
}
