namespace ImageBatch.Benchmarks.Quality;

/// <summary>Interleaved 8-bit samples: grey, RGB or CMYK by the number of channels.</summary>
internal sealed record Picture(int Width, int Height, int Channels, byte[] Samples)
{
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
