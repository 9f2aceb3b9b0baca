namespace ImageBatch.Conformance;

/// <summary>Windows bitmaps: 24 bits, 8 bits with a palette, and 32 bits with alpha in a BITMAPV5HEADER.</summary>
internal static class BmpWriter
{
    private const int FileHeader = 14;
    private const int ShortInfo = 40;
    private const int LongInfo = 124;
    private const int BitFields = 3;

    /// <param name="image">8 bits a sample: three or four channels, or one with a palette.</param>
    /// <param name="isTopDown">Whether the first row comes first; bitmaps usually begin with the last one.</param>
    public static SampleFile Write(SampleImage image, bool isTopDown = false)
    {
        var info = image.Channels == 4 ? LongInfo : ShortInfo;
        var row = image.Width * image.Channels;
        var padding = -row & 3;
        var start = FileHeader + info + (image.Palette.Length / 3 * 4);
        var file = new ByteWriter(isLittleEndian: true).Text("BM")
            .UInt32(start + ((row + padding) * image.Height)).UInt32(0).UInt32(start)
            .UInt32(info).UInt32(image.Width).UInt32(isTopDown ? -image.Height : image.Height)
            .UInt16(1).UInt16(8 * image.Channels).UInt32(image.Channels == 4 ? BitFields : 0)
            .UInt32((row + padding) * image.Height).UInt32(2_835).UInt32(2_835).UInt32(image.Palette.Length / 3).UInt32(0);
        if (image.Channels == 4)
        {
            file.UInt32(0x00FF_0000).UInt32(0x0000_FF00).UInt32(0x0000_00FF).UInt32(0xFF00_0000).Text("BGRs").Bytes(new byte[64]);
        }

        foreach (var colour in image.Palette.Chunk(3))
        {
            file.Bytes(colour[2], colour[1], colour[0], 0);
        }

        for (var i = 0; i < image.Height; i++)
        {
            var y = isTopDown ? i : image.Height - 1 - i;
            for (var x = 0; x < image.Width; x++)
            {
                WritePixel(file, image.Samples.AsSpan(((y * image.Width) + x) * image.Channels, image.Channels));
            }

            file.Bytes(new byte[padding]);
        }

        return new(file.ToArray(), start, file.Length - padding);
    }

    /// <summary>Blue comes first.</summary>
    private static void WritePixel(ByteWriter file, ReadOnlySpan<ushort> samples)
    {
        if (samples.Length == 1)
        {
            file.Byte(samples[0]);
            return;
        }

        file.Byte(samples[2]).Byte(samples[1]).Byte(samples[0]);
        if (samples.Length == 4)
        {
            file.Byte(samples[3]);
        }
    }
}
