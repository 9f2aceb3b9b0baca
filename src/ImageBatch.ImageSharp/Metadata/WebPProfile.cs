using System.Buffers.Binary;
using SixLabors.ImageSharp.Metadata.Profiles.Icc;

namespace ImageBatch.ImageSharp.Metadata;

/// <summary>The ICCP chunk (RFC 9649, section 2.7), which the library does not write.</summary>
internal static class WebPProfile
{
    private const int RiffLength = 12;
    private const int ChunkHeader = 8;
    private const int ExtendedLength = 10;
    private const byte ProfileFlag = 0x20;
    private const byte AlphaFlag = 0x10;

    /// <summary>Copies a WebP with a profile that it has not had.</summary>
    public static void Write(ReadOnlySpan<byte> webP, Size size, IccProfile profile, Stream output)
    {
        var content = profile.ToByteArray();
        var rest = webP[RiffLength..];
        Span<byte> header = stackalloc byte[RiffLength + ChunkHeader + ExtendedLength];
        if (rest.StartsWith("VP8X"u8))
        {
            rest[..(ChunkHeader + ExtendedLength)].CopyTo(header[RiffLength..]);
            rest = rest[(ChunkHeader + ExtendedLength)..];
        }
        else
        {
            "VP8X"u8.CopyTo(header[RiffLength..]);
            header[RiffLength + 4] = ExtendedLength;
            header[RiffLength + ChunkHeader] = HasAlpha(rest) ? AlphaFlag : (byte)0;

            // Sides are stored less 1, in 24 bits of which this library's have 14.
            BinaryPrimitives.WriteUInt16LittleEndian(header[^6..], (ushort)(size.Width - 1));
            BinaryPrimitives.WriteUInt16LittleEndian(header[^3..], (ushort)(size.Height - 1));
        }

        header[RiffLength + ChunkHeader] |= ProfileFlag;
        var padded = content.Length + (content.Length & 1);
        "RIFF"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header[4..], header.Length - 8 + ChunkHeader + padded + rest.Length);
        "WEBP"u8.CopyTo(header[8..]);
        output.Write(header);
        output.Write("ICCP"u8);
        Span<byte> length = stackalloc byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(length, content.Length);
        output.Write(length);
        output.Write(content);
        output.Write(new byte[padded - content.Length]);
        output.Write(rest);
    }

    /// <summary>Without loss, alpha is a bit behind the signature and two sides of 14 bits (section 3.4).</summary>
    private static bool HasAlpha(ReadOnlySpan<byte> chunk) =>
        chunk.StartsWith("VP8L"u8) && (chunk[ChunkHeader + 4] & 0x10) != 0;
}
