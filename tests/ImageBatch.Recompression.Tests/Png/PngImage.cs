namespace ImageBatch.Recompression.Tests.Png;

/// <summary>An image to make a file of: samples as they are stored, row by row, pixel by pixel.</summary>
internal sealed record PngImage(int Width, int Height, int ColourType, int Depth, ushort[] Samples)
{
    public bool IsInterlaced { get; init; }

    /// <summary>The data of a PLTE chunk, or null.</summary>
    public byte[]? Palette { get; init; }

    /// <summary>The data of a tRNS chunk, or null.</summary>
    public byte[]? Transparency { get; init; }

    public int Channels => ChannelsOf(ColourType);

    public static int ChannelsOf(int colourType) => colourType switch { 2 => 3, 4 => 2, 6 => 4, _ => 1 };

    /// <summary>Smooth areas, steps and noise, in every sample the depth allows.</summary>
    public static PngImage Picture(int width, int height, int colourType, int depth, int seed = 1)
    {
        var random = new Random(seed);
        var channels = ChannelsOf(colourType);
        var samples = new ushort[width * height * channels];
        var largest = (1 << depth) - 1;
        for (var i = 0; i < samples.Length; i++)
        {
            var (pixel, channel) = Math.DivRem(i, channels);
            var (y, x) = Math.DivRem(pixel, width);
            var smooth = ((x * (channel + 2)) + (y * 3)) / (double)((5 * width) + (3 * height));
            var noise = random.Next(8) == 0 ? random.NextDouble() - 0.5 : 0;
            var step = x > y ? 0.2 : 0;
            samples[i] = (ushort)Math.Clamp((smooth + noise + step) * largest, 0, largest);
        }

        return new(width, height, colourType, depth, samples)
        {
            Palette = colourType == 3 ? PaletteOf(1 << depth, random) : null,
        };
    }

    /// <summary>A photograph's kind of colours: many, and smooth.</summary>
    public static PngImage Photo(int width, int height, int colourType = 2)
    {
        var random = new Random(7);
        var channels = ChannelsOf(colourType);
        var samples = new ushort[width * height * channels];
        for (var i = 0; i < samples.Length; i++)
        {
            var (pixel, channel) = Math.DivRem(i, channels);
            var (y, x) = Math.DivRem(pixel, width);
            var wave = Math.Sin((x * 0.05) + channel) + Math.Cos((y * 0.07 * (channel + 1)) + (x * 0.01));
            samples[i] = (ushort)Math.Clamp(128 + (50 * wave) + (random.NextDouble() * 12), 0, 255);
        }

        return new(width, height, colourType, 8, samples);
    }

    private static byte[] PaletteOf(int colours, Random random)
    {
        var palette = new byte[3 * colours];
        random.NextBytes(palette);
        return palette;
    }
}
