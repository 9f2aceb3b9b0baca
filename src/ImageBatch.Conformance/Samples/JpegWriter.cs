namespace ImageBatch.Conformance;

/// <summary>JPEG (ITU-T T.81), baseline or progressive by spectral selection, Huffman coded.</summary>
internal static class JpegWriter
{
    private const int EndMarker = 2;

    /// <summary>Writes a JPEG.</summary>
    /// <param name="image">Grey, colour or CMYK of 8 bits, as the kind says.</param>
    /// <param name="kind">What the components are.</param>
    /// <param name="metadata">What it carries.</param>
    /// <param name="quality">1 to 100.</param>
    /// <param name="halvesChroma">Whether chroma has half of the resolution in both directions (4:2:0).</param>
    /// <param name="isProgressive">Whether DC, low and high frequencies come in scans of their own.</param>
    public static SampleFile Write(
        SampleImage image,
        JpegKind kind,
        SampleMetadata? metadata = null,
        int quality = 95,
        bool halvesChroma = false,
        bool isProgressive = false)
    {
        var file = new ByteWriter(isLittleEndian: false).Bytes(0xFF, 0xD8);
        WriteMetadata(file, kind, metadata ?? SampleMetadata.None);
        var tables = kind is JpegKind.Colour or JpegKind.Ycck ? 2 : 1;
        for (var table = 0; table < tables; table++)
        {
            var steps = JpegTables.Steps(quality, table);
            Segment(file, 0xDB, Big().Byte(table).Bytes([.. steps.Select(step => (byte)step)]));
        }

        var unit = halvesChroma ? 16 : 8;
        var (wide, high) = ((image.Width + unit - 1) / unit, (image.Height + unit - 1) / unit);
        var components = Components(image, kind, quality, halvesChroma, wide, high);
        var frame = Big().Byte(8).UInt16(image.Height).UInt16(image.Width).Byte(components.Length);
        Array.ForEach(components, c => frame.Byte(c.Id).Byte(c.Factor * 0x11).Byte(c.Table));
        Segment(file, isProgressive ? 0xC2 : 0xC0, frame);
        Segment(file, 0xC4, HuffmanTable(0x00, 4, JpegTables.DcSymbols).Bytes(HuffmanTable(0x10, 8, JpegTables.AcSymbols).ToArray()));

        var dataOffset = 0;
        foreach (var (inScan, first, last) in Scans(components, isProgressive))
        {
            var header = Big().Byte(inScan.Length);
            Array.ForEach(inScan, c => header.Byte(c.Id).Byte(0));
            Segment(file, 0xDA, header.Byte(first).Byte(last).Byte(0));
            dataOffset = dataOffset == 0 ? file.Length : dataOffset;
            file.Bytes(JpegScanWriter.Write(inScan, wide, high, first, last));
        }

        file.Bytes(0xFF, 0xD9);
        return new(file.ToArray(), dataOffset, file.Length - EndMarker);
    }

    private static ByteWriter Big() => new(isLittleEndian: false);

    private static IEnumerable<(JpegComponent[] Components, int First, int Last)> Scans(JpegComponent[] components, bool isProgressive)
    {
        return isProgressive
            ? [(components, 0, 0), .. components.Select(c => (new[] { c }, 1, 5)), .. components.Select(c => (new[] { c }, 6, 63))]
            : [(components, 0, 63)];
    }

    private static JpegComponent[] Components(
        SampleImage image, JpegKind kind, int quality, bool halvesChroma, int unitsWide, int unitsHigh)
    {
        return [.. Enumerable.Range(0, image.Channels).Select(channel =>
        {
            var isChroma = channel is 1 or 2 && kind is (JpegKind.Colour or JpegKind.Ycck);
            var step = isChroma && halvesChroma ? 2 : 1;
            return new JpegComponent(
                channel + 1,
                halvesChroma && !isChroma ? 2 : 1,
                (image.Width + step - 1) / step,
                (image.Height + step - 1) / step,
                unitsWide,
                unitsHigh,
                (x, y) => Mean(image, kind, channel, step, x, y),
                isChroma ? 1 : 0,
                JpegTables.Steps(quality, isChroma ? 1 : 0));
        })];
    }

    private static double Mean(SampleImage image, JpegKind kind, int channel, int step, int x, int y)
    {
        var sum = 0.0;
        for (var i = 0; i < step * step; i++)
        {
            var (fromX, fromY) = (Math.Min((x * step) + (i % step), image.Width - 1), Math.Min((y * step) + (i / step), image.Height - 1));
            sum += Sample(image.Samples.AsSpan(((fromY * image.Width) + fromX) * image.Channels, image.Channels), kind, channel);
        }

        return sum / (step * step);
    }

    /// <summary>JFIF's transform of red, green and blue; and of inks, of which Adobe stores 255 less what there is.</summary>
    private static double Sample(ReadOnlySpan<ushort> pixel, JpegKind kind, int channel) => kind switch
    {
        JpegKind.Grey => pixel[0],
        JpegKind.Cmyk => 255 - pixel[channel],
        JpegKind.Ycck when channel == 3 => 255 - pixel[3],
        _ => channel switch
        {
            0 => (0.299 * pixel[0]) + (0.587 * pixel[1]) + (0.114 * pixel[2]),
            1 => 128 - (0.168736 * pixel[0]) - (0.331264 * pixel[1]) + (0.5 * pixel[2]),
            _ => 128 + (0.5 * pixel[0]) - (0.418688 * pixel[1]) - (0.081312 * pixel[2]),
        },
    };

    private static ByteWriter HuffmanTable(int id, int length, byte[] symbols)
    {
        var table = Big().Byte(id);
        for (var i = 1; i <= 16; i++)
        {
            table.Byte(i == length ? symbols.Length : 0);
        }

        return table.Bytes(symbols);
    }

    private static void WriteMetadata(ByteWriter file, JpegKind kind, SampleMetadata metadata)
    {
        _ = kind is JpegKind.Grey or JpegKind.Colour
            ? Segment(file, 0xE0, Big().Text("JFIF\0").Bytes(1, 1, 0, 0, 1, 0, 1, 0, 0))
            : Segment(file, 0xEE, Big().Text("Adobe").UInt16(100).UInt32(0).Byte(kind == JpegKind.Ycck ? 2 : 0));
        if (metadata.Exif is { } exif)
        {
            Segment(file, 0xE1, Big().Text("Exif\0\0").Bytes(exif));
        }

        if (metadata.Profile is not null)
        {
            Segment(file, 0xE2, Big().Text("ICC_PROFILE\0").Bytes(1, 1).Bytes(metadata.Profile));
        }

        if (metadata.Marker is { } marker)
        {
            Segment(file, 0xE1, Big().Text("http://ns.adobe.com/xap/1.0/\0").Bytes(metadata.Xmp));
            var caption = Big().Bytes(0x1C, 2, 120).UInt16(marker.Length).Text(marker).ToArray();
            Segment(file, 0xED, Big().Text("Photoshop 3.0\0").Text("8BIM").UInt16(0x0404).UInt16(0)
                .UInt32(caption.Length).Bytes(caption).Bytes(new byte[caption.Length & 1]));
            Segment(file, 0xFE, Big().Text(marker));
        }
    }

    private static ByteWriter Segment(ByteWriter file, int marker, ByteWriter content) =>
        file.Byte(0xFF).Byte(marker).UInt16(content.Length + 2).Bytes(content.ToArray());
}
