using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>GIF: frames keep palettes, offsets and disposal, unless they were scaled.</summary>
internal static class GifEncoding
{
    public static void Configure(MagickImageCollection images, bool isScaled)
    {
        if (isScaled && images.Count > 1)
        {
            // Frames are whole pictures here; most of each is what the one before showed.
            images.Optimize();
        }
    }
}
