using ImageBatch.Codecs;
using ImageMagick;

namespace ImageBatch.Magick.Encoding;

/// <summary>Reduces an image to a palette, where its quality allows the error.</summary>
internal static class Palette
{
    private const int MostColours = 256;
    private const int FewestColours = 16;

    /// <summary>Rows compared at a time, so that pixels are not all copied at once.</summary>
    private const int PixelsAtATime = 1 << 16;

    /// <summary>Takes a quarter of the colours as long as the mean error (<see cref="PaletteError"/>) is one that the quality allows.</summary>
    /// <returns>
    /// A copy with the fewest colours found, dithered; null where 256 are too few, or the image has a palette.
    /// </returns>
    public static IMagickImage<byte>? Of(IMagickImage<byte> image, int quality)
    {
        if (image.ClassType == ClassType.Pseudo && image.ColormapSize is > 0 and <= MostColours)
        {
            return null;
        }

        var allowed = PaletteError.Allowed(quality);
        IMagickImage<byte>? found = null;
        for (var colours = MostColours; colours >= FewestColours; colours /= 4)
        {
            var reduced = Reduce(image, colours);
            if (MeanError(image, reduced) > allowed)
            {
                reduced.Dispose();
                break;
            }

            found?.Dispose();
            found = reduced;
        }

        return found;
    }

    private static IMagickImage<byte> Reduce(IMagickImage<byte> image, int colours)
    {
        var reduced = image.Clone();
        try
        {
            reduced.Quantize(new QuantizeSettings { Colors = (uint)colours, DitherMethod = DitherMethod.FloydSteinberg });
            return reduced;
        }
        catch
        {
            reduced.Dispose();
            throw;
        }
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
