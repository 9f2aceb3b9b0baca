namespace ImageBatch.Tests.ImageHeaders.Files;

internal static class BmpFile
{
    public static byte[] Create(
        int headerSize = 40, int width = 7, int height = 5, int bits = 24, long compression = 0, long alphaMask = 0)
    {
        var header = new ByteBuilder().Add("BM"u8).UInt32(0, true).UInt32(0, true).UInt32(14 + headerSize, true)
            .UInt32(headerSize, true);
        if (headerSize == 12)
        {
            header.UInt16(width, true).UInt16(height, true).UInt16(1, true).UInt16(bits, true);
        }
        else
        {
            header.UInt32((uint)width, true).UInt32((uint)height, true).UInt16(1, true).UInt16(bits, true)
                .UInt32(compression, true);
        }

        if (headerSize >= 56)
        {
            header.Zeros(66 - header.Length).UInt32(alphaMask, true);
        }

        return header.Zeros(Math.Max(0, 14 + headerSize - header.Length)).ToArray()[..(14 + headerSize)];
    }

    /// <summary>A file of headers, whatever stands between them and the pixels, and pixels; the lengths are filled in.</summary>
    public static byte[] WithPixels(byte[] headers, byte[] pixels, params ReadOnlySpan<byte> between)
    {
        byte[] file = [.. headers, .. between, .. pixels];
        Put(file, 2, file.Length);
        Put(file, 10, headers.Length + between.Length);
        return file;
    }

    public static void Put(byte[] file, int field, long value) =>
        new ByteBuilder().UInt32(value, true).ToArray().CopyTo(file, field);
}
