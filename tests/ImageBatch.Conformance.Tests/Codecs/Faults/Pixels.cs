namespace ImageBatch.Conformance.Tests.Codecs.Faults;

/// <summary>Pictures with other pixels.</summary>
internal static class Pixels
{
    public delegate void Change(Span<byte> pixel);

    public static RgbaPicture Map(RgbaPicture picture, Change change)
    {
        var rgba = picture.Rgba.ToArray();
        for (var i = 0; i < rgba.Length; i += 4)
        {
            change(rgba.AsSpan(i, 4));
        }

        return new RgbaPicture(picture.Width, picture.Height, rgba);
    }

    public static RgbaPicture OnBlack(RgbaPicture picture) => Map(picture, pixel =>
    {
        for (var channel = 0; channel < 3; channel++)
        {
            pixel[channel] = (byte)(pixel[channel] * pixel[3] / 255);
        }

        pixel[3] = 255;
    });

    /// <summary>The upper left corner.</summary>
    public static RgbaPicture Crop(RgbaPicture picture, int width, int height)
    {
        var rgba = new byte[4 * width * height];
        for (var y = 0; y < height; y++)
        {
            picture.Rgba.Span.Slice(4 * y * picture.Width, 4 * width).CopyTo(rgba.AsSpan(4 * y * width));
        }

        return new RgbaPicture(width, height, rgba);
    }
}
