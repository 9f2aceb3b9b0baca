namespace ImageBatch.Conformance;

/// <summary>Quantization tables, and entropy codes that need no tables of frequencies.</summary>
internal static class JpegTables
{
    private static readonly int[] Luminance =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    private static readonly int[] Chrominance =
    [
        17, 18, 24, 47, 99, 99, 99, 99,
        18, 21, 26, 66, 99, 99, 99, 99,
        24, 26, 56, 99, 99, 99, 99, 99,
        47, 66, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
        99, 99, 99, 99, 99, 99, 99, 99,
    ];

    /// <summary>The place in a block, row by row, of each coefficient in zigzag order (figure A.6).</summary>
    public static int[] ZigZag { get; } =
    [
        .. from diagonal in Enumerable.Range(0, 15)
           from i in Enumerable.Range(0, diagonal + 1)
           let x = diagonal % 2 == 0 ? i : diagonal - i
           let y = diagonal - x
           where x < 8 && y < 8
           select (8 * y) + x,
    ];

    /// <summary>Sizes of DC differences; each has a code of four bits.</summary>
    public static byte[] DcSymbols { get; } = [.. Enumerable.Range(0, 12).Select(size => (byte)size)];

    /// <summary>End of block, sixteen zeros, and all runs with all sizes; each has a code of eight bits.</summary>
    public static byte[] AcSymbols { get; } =
    [
        0x00, 0xF0,
        .. from run in Enumerable.Range(0, 16) from size in Enumerable.Range(1, 10) select (byte)((run << 4) | size),
    ];

    /// <summary>The tables of annex K.1 scaled to a quality as the Independent JPEG Group does, in zigzag order.</summary>
    public static int[] Steps(int quality, int table)
    {
        var scale = quality < 50 ? 5_000 / quality : 200 - (2 * quality);
        var natural = table == 0 ? Luminance : Chrominance;
        return [.. ZigZag.Select(place => Math.Clamp(((natural[place] * scale) + 50) / 100, 1, 255))];
    }
}
