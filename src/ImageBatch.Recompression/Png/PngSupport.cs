using System.Numerics;
using ImageBatch.Model;
using ImageBatch.Recompression.Jpeg.Pixels;
using ImageBatch.Recompression.Png.Conversion;
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

    /// <summary>Whether outputs of a format come of PNGs.</summary>
    public static bool Makes(OutputFormat format) => format is OutputFormat.Preserve or OutputFormat.Png or OutputFormat.Jpeg;

    /// <summary>Whether an opaque PNG may become a JPEG that nobody asked for by name.</summary>
    public static bool MayBecomeJpeg(CompressionOptions options, RecompressionOptions settings) =>
        settings.OpaquePngToJpeg && options is { Format: OutputFormat.Preserve, Quality: < 100 };

    /// <summary>What is not taken, or null.</summary>
    public static string? WhyNot(int width, int height, int bitsPerPixel) =>
        Math.Max(width, height) > LongestSide ? "PNG with a side of more than 65,535 pixels"
        : (long)width * height * bitsPerPixel > 8 * MostBytes ? "PNG of more than 1 GiB of samples"
        : null;

    public static string? WhyNot(ImageHeader header, CompressionOptions options, RecompressionOptions settings) =>
        WhyNot(header.Width, header.Height, BitsPerPixel(header)) ?? (options.Converts(ImageFormat.Png)
            ? PngToJpeg.WhyNot(header.Width, header.Height, PngToJpeg.IsHalved(options.Quality, settings))
            : null);

    /// <summary>
    /// An upper bound of the memory beside input and output: the decoded samples, where the data can bear them out, and
    /// for a PNG a byte a pixel for places in a palette and two buffers as long as the file for what is compressed anew;
    /// before that, or instead, what a JPEG takes.
    /// </summary>
    /// <param name="header">That of an image that is taken: nothing here overflows with its sides.</param>
    /// <param name="options">What is asked for.</param>
    /// <param name="settings">What the codec may do.</param>
    public static long WorkingBytes(ImageHeader header, CompressionOptions options, RecompressionOptions settings)
    {
        var rowBytes = Math.Max(1, (((long)header.Width * BitsPerPixel(header)) + 7) / 8);
        var isBorneOut = rowBytes * header.Height <= (long)header.Length * Inflater.LargestRatio;
        var samples = isBorneOut ? RowStore.RentedBytes(rowBytes, header.Height) : 0;
        var isConverted = options.Converts(ImageFormat.Png);
        var isHalved = PngToJpeg.IsHalved(options.Quality, settings);
        var mayBeJpeg = isBorneOut && (isConverted || MayBecomeJpeg(options, settings))
            && PngToJpeg.WhyNot(header.Width, header.Height, isHalved) is null;
        var jpeg = !mayBeJpeg ? default : PixelEncoder.WorkingBytes(
            header.Width,
            header.Height,
            new(options.Quality, IsColour: true, isHalved, settings.Progressive),
            isConverted ? int.MaxValue : header.Length);
        var places = isBorneOut && options.Quality < 100 ? RowStore.RentedBytes(header.Width, header.Height) : 0;
        var buffer = (long)BitOperations.RoundUpToPowerOf2((ulong)Math.Max(header.Length, 16));
        var work = isConverted ? jpeg.Meanwhile : Math.Max(jpeg.Meanwhile, places + (2 * buffer));
        return samples + work + jpeg.Output + (RowBytesAPixel * header.Width) + FixedBytes;
    }

    /// <summary>Components that the header does not tell are taken for as many as there can be.</summary>
    private static int BitsPerPixel(ImageHeader header) => header.Components is >= 1 and <= 4 && header.Precision is >= 1 and <= 16
        ? header.Components * header.Precision
        : 4 * 16;
}
