namespace ImageBatch.Recompression.Jpeg.Requantization;

/// <summary>The example quantization tables of T.81 (annex K.1), scaled to a quality, in zigzag order.</summary>
internal static class QualityTables
{
    /// <summary>Table K.1, luminance.</summary>
    private static ReadOnlySpan<byte> Luminance =>
    [
        16, 11, 12, 14, 12, 10, 16, 14, 13, 14, 18, 17, 16, 19, 24, 40,
        26, 24, 22, 22, 24, 49, 35, 37, 29, 40, 58, 51, 61, 60, 57, 51,
        56, 55, 64, 72, 92, 78, 64, 68, 87, 69, 55, 56, 80, 109, 81, 87,
        95, 98, 103, 104, 103, 62, 77, 113, 121, 112, 100, 120, 92, 101, 103, 99,
    ];

    /// <summary>Table K.2, chrominance.</summary>
    private static ReadOnlySpan<byte> Chrominance =>
    [
        17, 18, 18, 24, 21, 24, 47, 26, 26, 47, 99, 66, 56, 66, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>Makes a component's target table: that of the quality, but nowhere finer than the source.</summary>
    /// <param name="quality">1 to 100, on the scale of the Independent JPEG Group.</param>
    /// <param name="isChroma">Whether the component is a chrominance.</param>
    /// <param name="source">The source's table.</param>
    /// <param name="target">Takes the target's.</param>
    public static void Fill(int quality, bool isChroma, ReadOnlySpan<ushort> source, Span<ushort> target)
    {
        quality = Math.Clamp(quality, 1, 100);

        // jpeg_quality_scaling and jpeg_add_quant_table of libjpeg, with baseline limits.
        var scale = quality < 50 ? 5000 / quality : 200 - (2 * quality);
        var example = isChroma ? Chrominance : Luminance;
        for (var k = 0; k < 64; k++)
        {
            var scaled = Math.Clamp(((example[k] * scale) + 50) / 100, 1, 255);
            target[k] = Math.Max(source[k], (ushort)scaled);
        }
    }
}
