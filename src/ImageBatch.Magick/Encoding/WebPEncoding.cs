using ImageBatch.Codecs;
using ImageBatch.Magick.Decoding;
using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>WebP by libwebp: lossy, and at quality 100 without loss where the source is so.</summary>
internal static class WebPEncoding
{
    public static void Configure(MagickImageCollection images, TranscodeRequest request, ReadOnlySpan<byte> file)
    {
        var isLossless = request.Quality == 100 && IsSourceLossless(request.Header.Format, file);
        foreach (var image in images)
        {
            image.Quality = (uint)request.Quality;
            image.Settings.SetDefine(MagickFormat.WebP, "lossless", isLossless);

            // Else the colour of what is transparent is lost.
            image.Settings.SetDefine(MagickFormat.WebP, "exact", isLossless);
        }
    }

    private static bool IsSourceLossless(ImageFormat format, ReadOnlySpan<byte> file) => format switch
    {
        ImageFormat.WebP => WebPFile.IsLossless(file),
        ImageFormat.Jpeg or ImageFormat.Avif => false,
        _ => true,
    };
}
