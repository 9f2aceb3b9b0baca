namespace ImageBatch.Tests.ImageHeaders.Files;

internal static class JpegFile
{
    public static byte[] Create(params byte[][] segmentsBeforeFrame) =>
        [.. (byte[])[0xFF, 0xD8], .. segmentsBeforeFrame.SelectMany(s => s), .. Frame(), .. Scan()];

    public static byte[] Segment(byte marker, params ReadOnlySpan<byte> payload) =>
        new ByteBuilder().Add(0xFF, marker).UInt16(payload.Length + 2).Add(payload).ToArray();

    public static byte[] Frame(
        byte marker = 0xC0, int width = 7, int height = 5, byte precision = 8, byte components = 3)
    {
        var frame = new ByteBuilder().Add(precision).UInt16(height).UInt16(width).Add(components);
        for (byte i = 1; i <= components; i++)
        {
            frame.Add(i, 0x11, 0);
        }

        return Segment(marker, frame.ToArray());
    }

    public static byte[] Scan() => [.. Segment(0xDA, 1, 1, 0, 0, 63, 0), 0x12, 0x34, 0xFF, 0xD9];

    public static byte[] Of(params byte[][] segments) => [0xFF, 0xD8, .. segments.SelectMany(s => s)];
}
