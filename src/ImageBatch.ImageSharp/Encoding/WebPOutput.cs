using ImageBatch.Model;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Webp;

namespace ImageBatch.ImageSharp.Encoding;

/// <summary>
/// WebP (RFC 9649): lossy; at quality 100 lossless, unless the source is lossy itself.
/// </summary>
internal static class WebPOutput
{
    // Of lossless coding the library's quality says how hard it tries; its own default.
    private const int LosslessEffort = 75;

    public static void Write(Image image, EncodingJob job)
    {
        var isLossless = job.Request.Quality == 100 && !IsLossy(image, job.Request.Header.Format);
        job.Write(image, new WebpEncoder
        {
            FileFormat = isLossless ? WebpFileFormatType.Lossless : WebpFileFormatType.Lossy,
            Quality = isLossless ? LosslessEffort : job.Request.Quality,
            TransparentColorMode = isLossless ? WebpTransparentColorMode.Preserve : WebpTransparentColorMode.Clear,
            SkipMetadata = !job.KeepsMetadata,
        });
    }

    private static bool IsLossy(Image image, ImageFormat source) =>
        source == ImageFormat.Jpeg
        || (source == ImageFormat.WebP && image.Metadata.GetWebpMetadata().FileFormat == WebpFileFormatType.Lossy);
}
