using ImageBatch.Codecs;
using ImageBatch.Model;

namespace ImageBatch.ImageSharp;

/// <summary>What the library reads and writes, as far as a header tells.</summary>
internal static class Support
{
    // RFC 9649, section 2.7: sides of a frame have 14 bits.
    private const int LargestWebPSide = 16_383;

    /// <summary>Why an image is not taken, as the end of "… does not take …"; null where it is.</summary>
    public static string? WhyNot(TranscodeRequest request)
    {
        var header = request.Header;
        return !IsKnown(header.Format) ? $"{ImageFormats.NameOf(header.Format)} images"
            : !IsKnown(request.Format) ? $"a conversion to {ImageFormats.NameOf(request.Format)}"
            : header.Format == ImageFormat.Jpeg && WhyNotJpeg(header) is { } reason ? reason
            : request.Format == ImageFormat.WebP && Math.Max(request.Width, request.Height) > LargestWebPSide
                ? $"WebP outputs of more than {LargestWebPSide} pixels a side"
            : null;
    }

    private static bool IsKnown(ImageFormat format) => format
        is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Gif or ImageFormat.WebP or ImageFormat.Bmp or ImageFormat.Tiff;

    private static string? WhyNotJpeg(ImageHeader header) =>
        header.JpegProcess is not (JpegProcess.Baseline or JpegProcess.ExtendedSequential or JpegProcess.Progressive
            or JpegProcess.Arithmetic) ? "lossless and hierarchical JPEG"
        : header.Components is not (1 or 3 or 4) ? "JPEG of 2 or more than 4 colour components"
        : header.Precision is not (8 or 12) ? $"JPEG of {header.Precision} bits a sample"
        : null;
}
