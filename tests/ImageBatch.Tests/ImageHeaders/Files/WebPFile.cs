namespace ImageBatch.Tests.ImageHeaders.Files;

internal static class WebPFile
{
    public const byte AnimationFlag = 0x02;
    public const byte ExifFlag = 0x08;
    public const byte AlphaFlag = 0x10;

    public static byte[] Of(params byte[][] chunks)
    {
        var body = chunks.SelectMany(c => c).ToArray();
        return new ByteBuilder().Add("RIFF"u8).UInt32(body.Length + 4, true).Add("WEBP"u8).Add(body).ToArray();
    }

    public static byte[] Chunk(ReadOnlySpan<byte> type, params ReadOnlySpan<byte> data)
    {
        var chunk = new ByteBuilder().Add(type).UInt32(data.Length, true).Add(data);
        return chunk.Zeros(data.Length & 1).ToArray();
    }

    public static byte[] Lossy(int width = 7, int height = 5) => Chunk(
        "VP8 "u8,
        new ByteBuilder().Add(0x10, 0, 0, 0x9D, 0x01, 0x2A).UInt16(width, true).UInt16(height, true).Zeros(3).ToArray());

    public static byte[] Lossless(int width = 7, int height = 5, bool alpha = false) => Chunk(
        "VP8L"u8,
        new ByteBuilder().Add(0x2F)
            .UInt32((uint)(width - 1) + ((uint)(height - 1) << 14) + (alpha ? 1u << 28 : 0), true).Zeros(6).ToArray());

    public static byte[] Canvas(byte flags, int width = 7, int height = 5) => Chunk(
        "VP8X"u8,
        new ByteBuilder().Add(flags, 0, 0, 0).UInt24LittleEndian(width - 1).UInt24LittleEndian(height - 1).ToArray());

    public static byte[] Frame(int left = 0, int top = 0, int width = 7, int height = 5, byte[]? bitstream = null) => Chunk(
        "ANMF"u8,
        new ByteBuilder()
            .UInt24LittleEndian(left / 2).UInt24LittleEndian(top / 2)
            .UInt24LittleEndian(width - 1).UInt24LittleEndian(height - 1)
            .UInt24LittleEndian(100).Add(0).Add(bitstream ?? Lossy(width, height)).ToArray());

    public static byte[] Animation(int frames) => Of(
        [Canvas(AnimationFlag | AlphaFlag), Chunk("ANIM"u8, 0, 0, 0, 0, 0, 0), .. Enumerable.Repeat(Frame(), frames)]);
}
