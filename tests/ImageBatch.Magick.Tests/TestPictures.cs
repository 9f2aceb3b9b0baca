using ImageMagick;

namespace ImageBatch.Magick.Tests;

/// <summary>Pictures of any size.</summary>
internal static class TestPictures
{
    public static byte[] Plain(int width, int height)
    {
        using var image = new MagickImage(MagickColors.Teal, (uint)width, (uint)height);
        return image.ToByteArray(MagickFormat.Png);
    }

    /// <summary>A slope in each colour, and noise on it.</summary>
    public static byte[] Noise(int width, int height, MagickFormat format)
    {
        using var image = Noise(width, height);
        return image.ToByteArray(format);
    }

    public static MagickImage Noise(int width, int height)
    {
        var random = new Random(width);
        var rgb = new byte[3 * width * height];
        for (var i = 0; i < rgb.Length; i++)
        {
            var (y, x) = Math.DivRem(i / 3, width);
            rgb[i] = (byte)((i % 3 == 0 ? 223 * x / width : i % 3 == 1 ? 223 * y / height : 128) + random.Next(32));
        }

        return new MagickImage(rgb, new PixelReadSettings((uint)width, (uint)height, StorageType.Char, PixelMapping.RGB));
    }

    /// <summary>Small frames, each of another colour.</summary>
    public static byte[] Animation(int frames)
    {
        using var images = new MagickImageCollection();
        for (var i = 0; i < frames; i++)
        {
            images.Add(new MagickImage(MagickColor.FromRgb((byte)i, 0, 0), 60, 2) { AnimationDelay = 5 });
        }

        return images.ToByteArray(MagickFormat.Gif);
    }
}
