using System.Collections.Concurrent;
using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>
/// Small images in every format, made in code, whose pixels are known: colour, grey, CMYK, palettes, alpha, animations, all
/// orientations, an ICC profile that changes colours visibly, metadata, and sizes from 1 × 1 on.
/// </summary>
public static class CodecSamples
{
    private static readonly ConcurrentDictionary<ImageFormat, IReadOnlyList<CodecSample>> Made = new();

    /// <summary>The samples of one format, always the same ones.</summary>
    /// <param name="format">Any but <see cref="ImageFormat.Unknown"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The format is unknown.</exception>
    public static IReadOnlyList<CodecSample> Of(ImageFormat format) => Made.GetOrAdd(format, static format => format switch
    {
        ImageFormat.Jpeg => [.. JpegSamples.All()],
        ImageFormat.Png => [.. PngSamples.All()],
        ImageFormat.Gif => [.. GifSamples.All()],
        ImageFormat.WebP => [.. WebPSamples.All()],
        ImageFormat.Bmp => [.. BmpSamples.All()],
        ImageFormat.Tiff => [.. TiffSamples.All()],
        ImageFormat.Avif => [.. AvifSamples.All()],
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "There are no samples of this format."),
    });
}
