namespace ImageBatch.Conformance;

/// <summary>
/// An ICC profile (ICC.1:2001-04, version 2.4, display class) of a matrix and a tone curve, whose primaries are sRGB's in
/// another order: what it calls red is green, green is blue, and blue is red. Whoever ignores it sees it, and no colour is
/// out of sRGB's gamut.
/// </summary>
internal static class SampleProfile
{
    /// <summary>The gamma of the tone curve, as the profile stores it: 8 bits behind the point.</summary>
    private const int Gamma = 563;

    /// <summary>The primaries of sRGB adapted to D50, as X, Y and Z with 16 bits behind the point.</summary>
    private static readonly int[][] Primaries = [[0x6FA2, 0x38F5, 0x0390], [0x6299, 0xB785, 0x18DA], [0x24A0, 0x0F84, 0xB6CF]];

    private static readonly int[] WhitePoint = [0xF6D6, 0x1_0000, 0xD32D];

    public static byte[] Content { get; } = Write();

    /// <summary>The colours that a picture with this profile shows, in sRGB.</summary>
    public static RgbaPicture ToSrgb(RgbaPicture picture)
    {
        var from = picture.Rgba.Span;
        var converted = picture.Rgba.ToArray();
        for (var i = 0; i < from.Length; i += 4)
        {
            (converted[i + 1], converted[i + 2], converted[i]) = (Convert(from[i]), Convert(from[i + 1]), Convert(from[i + 2]));
        }

        return new(picture.Width, picture.Height, converted);
    }

    /// <summary>From the profile's tone curve to that of sRGB (IEC 61966-2-1, 5.2).</summary>
    private static byte Convert(byte value)
    {
        var light = Math.Pow(value / 255.0, Gamma / 256.0);
        var coded = light <= 0.0031308 ? 12.92 * light : (1.055 * Math.Pow(light, 1 / 2.4)) - 0.055;
        return (byte)Math.Round(255 * coded);
    }

    private static byte[] Write()
    {
        var curve = Tag("curv").UInt32(1).UInt16(Gamma).UInt16(0).ToArray();
        (string Name, byte[] Data)[] tags =
        [
            ("desc", Description("Rotated primaries")),
            ("cprt", Tag("text").Text("No copyright, use freely").Bytes(0, 0, 0, 0).ToArray()),
            ("wtpt", Xyz(WhitePoint)),
            ("rXYZ", Xyz(Primaries[1])), ("gXYZ", Xyz(Primaries[2])), ("bXYZ", Xyz(Primaries[0])),
            ("rTRC", curve), ("gTRC", curve), ("bTRC", curve),
        ];
        var start = 128 + 4 + (12 * tags.Length);
        var (table, data) = (Big().UInt32(tags.Length), Big());
        foreach (var (name, content) in tags)
        {
            table.Text(name).UInt32(start + data.Length).UInt32(content.Length);
            data.Bytes(content).Bytes(new byte[-content.Length & 3]);
        }

        return Big().UInt32(start + data.Length).UInt32(0).UInt32(0x0240_0000).Text("mntrRGB XYZ ")
            .UInt16(2026).UInt16(1).UInt16(1).Bytes(new byte[6]).Text("acsp").Bytes(new byte[28])
            .UInt32(WhitePoint[0]).UInt32(WhitePoint[1]).UInt32(WhitePoint[2]).Bytes(new byte[48])
            .Bytes(table.ToArray()).Bytes(data.ToArray()).ToArray();
    }

    private static ByteWriter Big() => new(isLittleEndian: false);

    private static ByteWriter Tag(string type) => Big().Text(type).UInt32(0);

    private static byte[] Xyz(int[] values) => Tag("XYZ ").UInt32(values[0]).UInt32(values[1]).UInt32(values[2]).ToArray();

    /// <summary>A text description (6.5.17) in ASCII alone; the places of other scripts are empty.</summary>
    private static byte[] Description(string text) =>
        Tag("desc").UInt32(text.Length + 1).Text(text).Byte(0).Bytes(new byte[4 + 4 + 2 + 1 + 67]).ToArray();
}
