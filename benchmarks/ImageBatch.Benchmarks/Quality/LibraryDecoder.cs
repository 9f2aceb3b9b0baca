#if HAS_MAGICK
using ImageMagick;
#elif HAS_IMAGESHARP
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using SixLabors.ImageSharp.Processing;
#endif

namespace ImageBatch.Benchmarks.Quality;

/// <summary>Decodes any format to RGB on white, with a library that the package feed may lack.</summary>
internal static class LibraryDecoder
{
    /// <summary>The first frame, turned as it is shown; null where the feed had no such library.</summary>
    public static Picture? Decode(ReadOnlySpan<byte> file)
    {
#if HAS_MAGICK
        using var image = new MagickImage(file);
        image.AutoOrient();
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaOption.Remove);
        image.ColorSpace = ColorSpace.sRGB;
        using var pixels = image.GetPixels();
        return new Picture((int)image.Width, (int)image.Height, 3, pixels.ToByteArray(PixelMapping.RGB)!);
#elif HAS_IMAGESHARP
        using var image = Image.Load<Rgba32>(file);
        image.Mutate(context => context.AutoOrient().BackgroundColor(Color.White));
        using var rgb = image.CloneAs<Rgb24>();
        var samples = new byte[3 * rgb.Width * rgb.Height];
        rgb.CopyPixelDataTo(samples);
        return new Picture(rgb.Width, rgb.Height, 3, samples);
#else
        _ = file;
        return null;
#endif
    }
}
