namespace ImageBatch.Tests.ImageHeaders.Files;

internal static class PngFile
{
    public static byte[] Create(params byte[][] chunksAfterHeader) =>
        Of([Header(), .. chunksAfterHeader, Chunk("IDAT"u8, 1, 2, 3), Chunk("IEND"u8)]);

    public static byte[] Of(params byte[][] chunks) =>
        [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A, .. chunks.SelectMany(c => c)];

    public static byte[] Header(long width = 7, long height = 5, byte depth = 8, byte colourType = 6, byte interlace = 0) =>
        Chunk("IHDR"u8, new ByteBuilder().UInt32(width).UInt32(height).Add(depth, colourType, 0, 0, interlace).ToArray());

    public static byte[] AnimationControl(long frames) =>
        Chunk("acTL"u8, new ByteBuilder().UInt32(frames).UInt32(0).ToArray());

    /// <summary>A chunk with zeros in place of its checksum, which the header reader leaves to codecs.</summary>
    public static byte[] Chunk(ReadOnlySpan<byte> type, params ReadOnlySpan<byte> data) =>
        new ByteBuilder().UInt32(data.Length).Add(type).Add(data).Zeros(4).ToArray();
}
