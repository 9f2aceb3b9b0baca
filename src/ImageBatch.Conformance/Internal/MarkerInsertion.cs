using System.IO.Hashing;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Adds metadata with the samples' marker to a file that a codec has made.</summary>
internal static class MarkerInsertion
{
    private const int PngHeaderEnd = 33;
    private const int RiffHeader = 12;
    private const int ExtendedHeader = 18;
    private const byte XmpFlag = 0x04;

    private static byte[] Text { get; } = System.Text.Encoding.ASCII.GetBytes(SampleMetadata.MarkerText);

    public static bool IsPossible(ImageFormat format) =>
        format is ImageFormat.Jpeg or ImageFormat.Png or ImageFormat.Gif or ImageFormat.WebP;

    public static byte[] Into(byte[] file) => ImageHeaderReader.Read(file).Format switch
    {
        ImageFormat.Jpeg => [.. file[..2], 0xFF, 0xFE, 0, (byte)(Text.Length + 2), .. Text, .. file[2..]],
        ImageFormat.Png => IntoPng(file),
        ImageFormat.Gif => IntoGif(file),
        ImageFormat.WebP => IntoWebP(file),
        var format => throw new NotSupportedException($"Nothing is known of metadata in {format}."),
    };

    private static byte[] IntoPng(byte[] file)
    {
        byte[] chunk = [.. "tEXt"u8, .. "Comment\0"u8, .. Text];
        var length = new ByteWriter(isLittleEndian: false).UInt32(chunk.Length - 4).ToArray();
        var checksum = new ByteWriter(isLittleEndian: false).UInt32(Crc32.HashToUInt32(chunk)).ToArray();
        return [.. file[..PngHeaderEnd], .. length, .. chunk, .. checksum, .. file[PngHeaderEnd..]];
    }

    /// <summary>Behind the global colour table, in a version that has extensions.</summary>
    private static byte[] IntoGif(byte[] file)
    {
        var end = 13 + ((file[10] & 0x80) == 0 ? 0 : 3 << ((file[10] & 7) + 1));
        return [.. "GIF89a"u8, .. file[6..end], 0x21, 0xFE, (byte)Text.Length, .. Text, 0, .. file[end..]];
    }

    /// <summary>As an XMP chunk, behind an extended header that is added where there is none.</summary>
    private static byte[] IntoWebP(byte[] file)
    {
        var header = ImageHeaderReader.Read(file);
        var isExtended = file.AsSpan(RiffHeader).StartsWith("VP8X"u8);
        var extended = isExtended
            ? file[RiffHeader..(RiffHeader + ExtendedHeader)]
            : new ByteWriter(isLittleEndian: true).Text("VP8X").UInt32(10).UInt32(header.Components == 4 ? 0x10 : 0)
                .UInt24(header.Width - 1).UInt24(header.Height - 1).ToArray();
        extended[8] |= XmpFlag;
        var chunks = file[(isExtended ? RiffHeader + ExtendedHeader : RiffHeader)..];
        var xmp = SampleKinds.Marker.Xmp!;
        var content = new ByteWriter(isLittleEndian: true).Text("WEBP").Bytes(extended).Bytes(chunks)
            .Text("XMP ").UInt32(xmp.Length).Bytes(xmp).Bytes(new byte[xmp.Length & 1]).ToArray();
        return new ByteWriter(isLittleEndian: true).Text("RIFF").UInt32(content.Length).Bytes(content).ToArray();
    }
}
