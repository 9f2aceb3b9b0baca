using ImageMagick;

namespace ImageBatch.Benchmarks.Quality;

/// <summary>Decodes any format to RGB on white.</summary>
internal static class LibraryDecoder
{
    /// <summary>The first frame, turned as it is shown.</summary>
    public static Picture Decode(ReadOnlySpan<byte> file)
    {
        using var image = new MagickImage(file);
        image.AutoOrient();
        image.BackgroundColor = MagickColors.White;
        image.Alpha(AlphaAction.Remove);
        image.ColorSpace = ColorSpace.sRGB;
        using var pixels = image.GetPixels();
        return new Picture((int)image.Width, (int)image.Height, 3, pixels.ToByteArray(PixelMapping.RGB)!);
    }
}
