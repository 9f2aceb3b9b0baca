using ImageBatch.Codecs;
using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>Reduces an image to a palette, where its quality allows the error.</summary>
internal static class Palette
{
    private const uint MostColours = 256;

    /// <summary>Rows compared at a time, so that pixels are not all copied at once.</summary>
    private const int PixelsAtATime = 1 << 16;

    /// <returns>
    /// A copy with 256 colours or fewer, dithered; null where it is too far from the image, or the image has a palette.
    /// </returns>
    public static IMagickImage<byte>? Of(IMagickImage<byte> image, int quality)
    {
        if (image.ClassType == ClassType.Pseudo && image.ColormapSize is > 0 and <= (int)MostColours)
        {
            return null;
        }

        var reduced = image.Clone();
        try
        {
            reduced.Quantize(new QuantizeSettings { Colors = MostColours, DitherMethod = DitherMethod.FloydSteinberg });
            if (MeanError(image, reduced) <= PaletteError.Allowed(quality))
            {
                return reduced;
            }
        }
        catch
        {
            reduced.Dispose();
            throw;
        }

        reduced.Dispose();
        return null;
    }

    private static double MeanError(IMagickImage<byte> image, IMagickImage<byte> reduced)
    {
        using var pixels = image.GetPixelsUnsafe();
        using var others = reduced.GetPixelsUnsafe();
        var rows = Math.Max(1, PixelsAtATime / (int)image.Width);
        var sum = 0.0;
        for (var y = 0; y < image.Height; y += rows)
        {
            var height = (uint)Math.Min(rows, image.Height - y);
            sum += PaletteError.Sum(
                pixels.ToByteArray(0, y, image.Width, height, "RGBA"),
                others.ToByteArray(0, y, image.Width, height, "RGBA"));
        }

        return sum / ((double)image.Width * image.Height);
    }
}
