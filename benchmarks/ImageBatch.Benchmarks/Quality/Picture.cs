namespace ImageBatch.Benchmarks.Quality;

/// <summary>Interleaved 8-bit samples: grey, RGB or CMYK by the number of channels.</summary>
internal sealed record Picture(int Width, int Height, int Channels, byte[] Samples)
{
    /// <summary>The picture as an EXIF orientation says that it is shown (CIPA DC-008, 4.6.4, tag 274).</summary>
    public Picture Turned(int orientation)
    {
        var (width, height) = orientation >= 5 ? (Height, Width) : (Width, Height);
        var samples = new byte[Samples.Length];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (fromX, fromY) = orientation switch
                {
                    2 => (Width - 1 - x, y),
                    3 => (Width - 1 - x, Height - 1 - y),
                    4 => (x, Height - 1 - y),
                    5 => (y, x),
                    6 => (y, Height - 1 - x),
                    7 => (Width - 1 - y, Height - 1 - x),
                    8 => (Width - 1 - y, x),
                    _ => (x, y),
                };
                Samples.AsSpan(Channels * ((fromY * Width) + fromX), Channels).CopyTo(samples.AsSpan(Channels * ((y * width) + x)));
            }
        }

        return new Picture(width, height, Channels, samples);
    }

    /// <summary>The luma of ITU-R BT.601, as JFIF has it; null for CMYK, which has none.</summary>
    public float[]? Luma()
    {
        if (Channels == 4)
        {
            return null;
        }

        var luma = new float[Width * Height];
        for (var i = 0; i < luma.Length; i++)
        {
            luma[i] = Channels == 1
                ? Samples[i]
                : (0.299f * Samples[3 * i]) + (0.587f * Samples[(3 * i) + 1]) + (0.114f * Samples[(3 * i) + 2]);
        }

        return luma;
    }
}
