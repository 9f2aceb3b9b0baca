using ImageBatch.Codecs;
using ImageMagick;

namespace ImageBatch.Magick.Pixels;

/// <summary>Scales down by Lanczos (three lobes) in the space of the samples, colours weighed by alpha.</summary>
internal static class Scaling
{
    /// <param name="image">One frame or page, turned as it is shown.</param>
    /// <param name="request">What to make of the image.</param>
    /// <param name="shownWidth">Width of the first page at full scale, turned as it is shown.</param>
    /// <param name="shownHeight">Height of the first page at full scale, turned as it is shown.</param>
    /// <param name="isFirst">Whether the page is the first; another may be of another size, and is scaled as much.</param>
    public static void Apply(
        IMagickImage<byte> image, TranscodeRequest request, int shownWidth, int shownHeight, bool isFirst)
    {
        if (!request.Resizes)
        {
            return;
        }

        var isLikeFirst = isFirst || (image.Width == shownWidth && image.Height == shownHeight);
        var (width, height) = isLikeFirst
            ? ((uint)request.Width, (uint)request.Height)
            : (Scaled(image.Width, request.Width, shownWidth), Scaled(image.Height, request.Height, shownHeight));
        if (width != image.Width || height != image.Height)
        {
            image.Resize(new MagickGeometry(width, height) { IgnoreAspectRatio = true }, FilterType.Lanczos);
        }
    }

    private static uint Scaled(uint side, int scaled, int full) =>
        (uint)Math.Max(1, Math.Round((double)side * scaled / full, MidpointRounding.AwayFromZero));
}
