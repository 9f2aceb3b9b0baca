namespace ImageBatch.Conformance;

/// <summary>Samples as a file stores them, and what they show.</summary>
/// <param name="Width">Pixels of a row.</param>
/// <param name="Height">Rows.</param>
/// <param name="Channels">Samples a pixel, one behind the other.</param>
/// <param name="Depth">Bits a sample.</param>
/// <param name="Samples">All samples, row by row.</param>
/// <param name="Shown">The pixels that a right decoder makes of them.</param>
internal sealed record SampleImage(
    int Width, int Height, int Channels, int Depth, ushort[] Samples, RgbaPicture Shown)
{
    /// <summary>Red, green and blue of each colour that the samples index; empty where they are no indices.</summary>
    public byte[] Palette { get; init; } = [];

    /// <summary>The index that is transparent, behind all colours; null where none is.</summary>
    public int? TransparentIndex { get; init; }

    public static SampleImage Grey(RgbaPicture picture, int depth = 8, bool hasAlpha = false)
    {
        var largest = (1 << depth) - 1;
        return Make(picture, hasAlpha ? 2 : 1, depth, (pixel, stored, shown) =>
        {
            var level = Math.Round(Luma(pixel) * Math.Min(largest, 255) / 255);
            var shade = (byte)(level * 255 / Math.Min(largest, 255));
            stored[0] = (ushort)(depth == 16 ? level * 257 : level);
            (shown[0], shown[1], shown[2], shown[3]) = (shade, shade, shade, 255);
            if (hasAlpha)
            {
                (stored[1], shown[3]) = ((ushort)(depth == 16 ? pixel[3] * 257 : pixel[3]), pixel[3]);
            }
        });
    }

    /// <summary>Red, green, blue and, where asked for, alpha, of 8 or 16 bits.</summary>
    public static SampleImage Colour(RgbaPicture picture, int depth = 8, bool hasAlpha = false) =>
        Make(picture, hasAlpha ? 4 : 3, depth, (pixel, stored, shown) =>
        {
            for (var i = 0; i < stored.Length; i++)
            {
                stored[i] = (ushort)(depth == 16 ? pixel[i] * 257 : pixel[i]);
            }

            pixel.CopyTo(shown);
            shown[3] = hasAlpha ? pixel[3] : (byte)255;
        });

    /// <summary>Cyan, magenta, yellow and black, 255 for all of an ink, with half of the black that is possible.</summary>
    public static SampleImage Cmyk(RgbaPicture picture) => Make(picture, 4, 8, (pixel, stored, shown) =>
    {
        var black = (255 - Math.Max(pixel[0], Math.Max(pixel[1], pixel[2]))) / 2;
        stored[3] = (ushort)black;
        for (var i = 0; i < 3; i++)
        {
            stored[i] = (ushort)Math.Round(255 - (pixel[i] * 255.0 / (255 - black)));
            shown[i] = (byte)Math.Round((255 - stored[i]) * (255 - black) / 255.0);
        }

        shown[3] = 255;
    });

    /// <summary>
    /// Indices into 252 colours from dark blue to bright yellow, by luma; less than half of alpha becomes a transparent index,
    /// the rest opaque.
    /// </summary>
    public static SampleImage Indexed(RgbaPicture picture)
    {
        const int Colours = 252;
        byte[] palette = [.. Enumerable.Range(0, Colours).SelectMany(i => new[] { (byte)i, (byte)(20 + (i * 3 / 4)), (byte)(140 - (i / 3)) })];
        var image = Make(picture, 1, 8, (pixel, stored, shown) =>
        {
            if (pixel[3] < 128)
            {
                stored[0] = Colours;
                return;
            }

            stored[0] = (ushort)Math.Round(Luma(pixel) * (Colours - 1) / 255);
            palette.AsSpan(3 * stored[0], 3).CopyTo(shown);
            shown[3] = 255;
        });
        var isTransparent = Array.IndexOf(image.Samples, (ushort)Colours) >= 0;
        return image with { Palette = palette, TransparentIndex = isTransparent ? Colours : null };
    }

    private static double Luma(ReadOnlySpan<byte> pixel) => (0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]);

    private static SampleImage Make(RgbaPicture picture, int channels, int depth, Convert convert)
    {
        var samples = new ushort[channels * picture.Width * picture.Height];
        var shown = new byte[picture.Rgba.Length];
        for (var i = 0; i < picture.Width * picture.Height; i++)
        {
            convert(picture.Rgba.Span.Slice(4 * i, 4), samples.AsSpan(channels * i, channels), shown.AsSpan(4 * i, 4));
        }

        return new(picture.Width, picture.Height, channels, depth, samples, new(picture.Width, picture.Height, shown));
    }

    private delegate void Convert(ReadOnlySpan<byte> pixel, Span<ushort> stored, Span<byte> shown);
}
