namespace ImageBatch.Tests.ImageHeaders.Files;

internal static class AvifFile
{
    public static byte[] Create(int width = 7, int height = 5) => [.. FileType("avif"), .. Meta(width, height), .. Data];

    public static byte[] Sequence(long samples, int width = 7, int height = 5) =>
        [.. FileType("avis", "avif"), .. Meta(), .. Movie(samples, width, height), .. Data];

    public static byte[] Data => Box("mdat"u8, 1, 2, 3, 4);

    public static byte[] Box(ReadOnlySpan<byte> type, params ReadOnlySpan<byte> content) =>
        new ByteBuilder().UInt32(content.Length + 8).Add(type).Add(content).ToArray();

    public static byte[] FullBox(ReadOnlySpan<byte> type, byte version, byte flags, params ReadOnlySpan<byte> content) =>
        Box(type, [version, 0, 0, flags, .. content]);

    public static byte[] FileType(params string[] brands)
    {
        var content = new ByteBuilder().Add(Latin(brands[0])).UInt32(0);
        foreach (var brand in brands)
        {
            content.Add(Latin(brand));
        }

        return Box("ftyp"u8, content.ToArray());
    }

    public static byte[] Size(long width, long height) =>
        FullBox("ispe"u8, 0, 0, new ByteBuilder().UInt32(width).UInt32(height).ToArray());

    /// <summary>Item 1 is a thumbnail of property 1, item 2 the primary one of properties 2 to 4.</summary>
    public static byte[] Meta(long width = 7, long height = 5, bool wide = false, byte[]? pixels = null) => FullBox(
        "meta"u8,
        0,
        0,
        [
            .. FullBox("hdlr"u8, 0, 0, [0, 0, 0, 0, .. "pict"u8, .. new byte[13]]),
            .. wide ? FullBox("pitm"u8, 1, 0, 0, 0, 0, 2) : FullBox("pitm"u8, 0, 0, 0, 2),
            .. Box(
                "iprp"u8,
                [
                    .. Box(
                        "ipco"u8,
                        [
                            .. Size(3, 2), .. Box("av1C"u8, 0x81, 0, 0x4C, 0), .. Size(width, height),
                            .. pixels ?? FullBox("pixi"u8, 0, 0, 3, 10, 10, 10),
                        ]),
                    .. wide ? WideAssociations : Associations,
                ]),
        ]);

    public static byte[] Movie(long samples, int width = 7, int height = 5) => Box(
        "moov"u8,
        Box(
            "trak"u8,
            [
                .. Box("tkhd"u8, new byte[84]),
                .. Box("mdia"u8, Box("minf"u8, Box("stbl"u8, [.. Description(width, height), .. SampleSizes(samples)]))),
            ]));

    private static byte[] Associations =>
        FullBox("ipma"u8, 0, 0, 0, 0, 0, 2, 0, 1, 1, 1, 0, 2, 3, 0x82, 3, 4);

    private static byte[] WideAssociations =>
        FullBox("ipma"u8, 1, 1, 0, 0, 0, 2, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 2, 3, 0x80, 2, 0, 3, 0, 4);

    private static byte[] SampleSizes(long samples) =>
        FullBox("stsz"u8, 0, 0, new ByteBuilder().UInt32(100).UInt32(samples).ToArray());

    private static byte[] Description(int width, int height) => FullBox(
        "stsd"u8, 0, 0, [0, 0, 0, 1, .. Box("av01"u8, new ByteBuilder().Zeros(24).UInt16(width).UInt16(height).Zeros(50).ToArray())]);

    private static byte[] Latin(string text) => System.Text.Encoding.Latin1.GetBytes(text);
}
