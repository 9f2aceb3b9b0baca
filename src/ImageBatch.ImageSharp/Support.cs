namespace ImageBatch.ImageSharp;

/// <summary>What the library reads and writes, as far as a header tells.</summary>
internal static class Support
{
    // RFC 9649, section 2.7: sides of a frame have 14 bits.
    private const int LargestWebPSide = 16_383;

    // The library's own limit, one less than the format's.
    private const int LargestJpegSide = 65_534;

    /// <summary>Why an image is not taken, as the end of "… does not take …"; null where it is.</summary>
    public static string? WhyNot(TranscodeRequest request)
    {
        var (header, side) = (request.Header, Math.Max(request.Width, request.Height));
        return !IsKnown(header.Format) ? $"{ImageFormats.NameOf(header.Format)} images"
            : !IsKnown(request.Format) ? $"a conversion to {ImageFormats.NameOf(request.Format)}"
            : header is { Format: ImageFormat.Png or ImageFormat.WebP, Frames: > 1 } ? $"animated {ImageFormats.NameOf(header.Format)} images"
            : header.Format == ImageFormat.Jpeg && WhyNotJpeg(header) is { } reason ? reason
            : request.Format == ImageFormat.WebP && side > LargestWebPSide ? $"WebP outputs of more than {LargestWebPSide} pixels a side"
            : request.Format == ImageFormat.Jpeg && side > LargestJpegSide ? $"JPEG outputs of more than {LargestJpegSide} pixels a side"
            : null;
    }

    /// <summary>
    /// Whether the image data stay as they are, since the library would make them worse: a GIF gets other colours and whole
    /// frames, and more than 8 bits a sample become 8 where the output is to be without loss.
    /// </summary>
    public static bool KeepsImageData(TranscodeRequest request) => !request.Resizes && !request.Converts && request.Header switch
    {
        { Format: ImageFormat.Gif } => true,
        { Format: ImageFormat.Tiff, Precision: > 8 } => true,
        { Format: ImageFormat.Png, Precision: > 8 } => request.Quality == 100,
        _ => false,
    };

    private static bool IsKnown(ImageFormat format) => format
        is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Gif or ImageFormat.WebP or ImageFormat.Bmp or ImageFormat.Tiff;

    private static string? WhyNotJpeg(ImageHeader header) =>
        header.JpegProcess is not (JpegProcess.Baseline or JpegProcess.ExtendedSequential or JpegProcess.Progressive)
            ? "lossless, hierarchical and arithmetic JPEG"
        : header.Components is not (1 or 3 or 4) ? "JPEG of 2 or more than 4 colour components"
        : header.Precision is not (8 or 12) ? $"JPEG of {header.Precision} bits a sample"
        : null;
}
