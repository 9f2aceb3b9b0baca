using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>GIF: frames keep palettes, offsets and disposal, unless they were scaled.</summary>
internal static class GifEncoding
{
    private const uint MostColours = 256;

    public static void Configure(MagickImageCollection images, bool isScaled)
    {
        if (!isScaled)
        {
            return;
        }

        foreach (var image in images.Where(image => image.HasAlpha))
        {
            // A pixel of a GIF is there or not.
            image.Threshold(new Percentage(50), Channels.Alpha);
        }

        if (images.Count > 1)
        {
            // Frames are whole pictures here; most of each is what the one before showed.
            images.Optimize();
        }

        foreach (var image in images)
        {
            // Dithered, what stands still would flicker, and compress badly; and left to the encoder, it would be.
            image.Quantize(new QuantizeSettings { Colors = MostColours, DitherMethod = DitherMethod.No });
        }
    }
}
