namespace ImageBatch.Crash.Tests.Harness;

/// <summary>Small real JPEGs of several kinds, and what is made of them.</summary>
internal static class Photos
{
    private static readonly byte[][] All =
        [.. new[] { "quality-92", "quality-98", "grey-95", "progressive-98", "cmyk", "optimized" }.Select(Load)];

    public static byte[] Whole(int number) => All[number % All.Length];

    /// <summary>Breaks off in the middle of its scan.</summary>
    public static byte[] Truncated { get; } = All[0][..(All[0].Length / 2)];

    /// <summary>Has a header that can be read, and tables that cannot.</summary>
    public static byte[] Corrupt { get; } = Spoil([.. All[0]]);

    private static byte[] Load(string name) =>
        File.ReadAllBytes(Path.Combine(AppContext.BaseDirectory, "Photos", $"{name}.jpg"));

    /// <summary>Says of the first Huffman table that it has more codes of one bit than there are.</summary>
    private static byte[] Spoil(byte[] jpeg)
    {
        var table = jpeg.AsSpan().IndexOf([(byte)0xFF, (byte)0xC4]);
        jpeg[table + 5] = 0xFF;
        return jpeg;
    }
}
