using System.Buffers.Binary;

namespace ImageBatch.Recompression.Jpeg.Metadata;

/// <summary>The orientation in an Exif segment (CIPA DC-008, 4.6.4 A and 4.7.2), and a segment of nothing else.</summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const ushort ShortType = 3;
    private const int EntryLength = 12;

    /// <summary>What the APP1 payload of an Exif segment begins with.</summary>
    public static ReadOnlySpan<byte> Identifier => "Exif\0\0"u8;

    /// <summary>
    /// The parameters of a segment that holds orientation 1 alone: identifier, big-endian TIFF header with the
    /// directory at 8, one entry (tag, type, count, value padded to 4 bytes), no next directory.
    /// </summary>
    public static ReadOnlySpan<byte> Minimal =>
    [
        (byte)'E', (byte)'x', (byte)'i', (byte)'f', 0, 0,
        (byte)'M', (byte)'M', 0, 42, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, 1, 0, 0,
        0, 0, 0, 0,
    ];

    /// <summary>Where in <see cref="Minimal"/> the orientation is.</summary>
    private const int ValueOffset = 25;

    /// <summary>Writes <see cref="Minimal"/> with another orientation, or the end of it.</summary>
    public static void Write(int orientation, Span<byte> target)
    {
        Minimal[^target.Length..].CopyTo(target);
        target[^(Minimal.Length - ValueOffset)] = (byte)orientation;
    }

    /// <summary>Reads the orientation, 1 to 8; 1 where there is none that can be read.</summary>
    /// <param name="tiff">The segment's parameters behind the identifier.</param>
    public static int Read(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return 1;
        }

        var isLittle = tiff.StartsWith("II*\0"u8);
        if (!isLittle && !tiff.StartsWith("MM\0*"u8))
        {
            return 1;
        }

        var start = Read32(tiff[4..], isLittle);
        if (start > tiff.Length - 2)
        {
            return 1;
        }

        var directory = tiff[(int)start..];
        var count = Read16(directory, isLittle);
        directory = directory[2..];
        for (; count > 0 && directory.Length >= EntryLength; count--, directory = directory[EntryLength..])
        {
            if (Read16(directory, isLittle) == OrientationTag)
            {
                var isShort = Read16(directory[2..], isLittle) == ShortType && Read32(directory[4..], isLittle) == 1;
                var value = Read16(directory[8..], isLittle);
                return isShort && value is >= 1 and <= 8 ? value : 1;
            }
        }

        return 1;
    }

    private static ushort Read16(ReadOnlySpan<byte> data, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt16LittleEndian(data)
        : BinaryPrimitives.ReadUInt16BigEndian(data);

    private static uint Read32(ReadOnlySpan<byte> data, bool isLittle) => isLittle
        ? BinaryPrimitives.ReadUInt32LittleEndian(data)
        : BinaryPrimitives.ReadUInt32BigEndian(data);
}
