using System.Buffers.Binary;

namespace ImageBatch.ImageHeaders;

/// <summary>
/// An image file directory (TIFF 6.0, section 2): the one structure that TIFF files and Exif metadata share. It may be
/// cut off; entries that are not there are not found.
/// </summary>
internal readonly ref struct TiffDirectory
{
    public const ushort ImageWidth = 256;
    public const ushort ImageLength = 257;
    public const ushort BitsPerSample = 258;
    public const ushort Orientation = 274;
    public const ushort SamplesPerPixel = 277;

    private const int EntryLength = 12;

    private readonly ReadOnlySpan<byte> _file;
    private readonly bool _littleEndian;
    private readonly int _offset;

    private TiffDirectory(ReadOnlySpan<byte> file, bool littleEndian, int offset)
    {
        _file = file;
        _littleEndian = littleEndian;
        _offset = offset;
        Count = UInt16(offset);
    }

    /// <summary>How many entries it claims to have.</summary>
    public int Count { get; }

    /// <summary>Whether all entries are inside the file.</summary>
    public bool IsWhole => Count <= CountInFile;

    /// <summary>Offset of the next directory; 0 where this is the last, or the file ends first.</summary>
    public uint Next
    {
        get
        {
            var at = _offset + 2L + ((long)Count * EntryLength);
            return at <= _file.Length - 4 ? UInt32((int)at) : 0;
        }
    }

    private int CountInFile => (_file.Length - _offset - 2) / EntryLength;

    /// <summary>Reads the byte order and the offset of the first directory.</summary>
    public static bool TryReadStart(ReadOnlySpan<byte> file, out bool littleEndian, out uint first)
    {
        littleEndian = file.StartsWith("II*\0"u8);
        first = 0;
        if (file.Length < 8 || !(littleEndian || file.StartsWith("MM\0*"u8)))
        {
            return false;
        }

        first = littleEndian
            ? BinaryPrimitives.ReadUInt32LittleEndian(file[4..])
            : BinaryPrimitives.ReadUInt32BigEndian(file[4..]);
        return true;
    }

    /// <summary>False where not even the directory's count is inside the file.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> file, bool littleEndian, uint offset, out TiffDirectory directory)
    {
        var inside = offset <= (long)file.Length - 2;
        directory = inside ? new(file, littleEndian, (int)offset) : default;
        return inside;
    }

    /// <summary>Finds the first value of an entry of type BYTE, SHORT or LONG.</summary>
    public bool TryGetValue(ushort tag, out uint value)
    {
        for (var i = 0; i < Math.Min(Count, CountInFile); i++)
        {
            var entry = _offset + 2 + (i * EntryLength);
            if (UInt16(entry) == tag)
            {
                return TryReadValue(entry, out value);
            }
        }

        value = 0;
        return false;
    }

    private bool TryReadValue(int entry, out uint value)
    {
        value = 0;
        var size = UInt16(entry + 2) switch { 1 => 1, 3 => 2, 4 => 4, _ => 0 };
        var count = UInt32(entry + 4);
        if (size == 0 || count == 0)
        {
            return false;
        }

        // Up to four bytes of values stand in the entry itself, more of them where it points.
        var at = size * (long)count <= 4 ? entry + 8L : UInt32(entry + 8);
        if (at > _file.Length - size)
        {
            return false;
        }

        value = size switch { 1 => _file[(int)at], 2 => UInt16((int)at), _ => UInt32((int)at) };
        return true;
    }

    private ushort UInt16(int offset) => _littleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(_file[offset..])
        : BinaryPrimitives.ReadUInt16BigEndian(_file[offset..]);

    private uint UInt32(int offset) => _littleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(_file[offset..])
        : BinaryPrimitives.ReadUInt32BigEndian(_file[offset..]);
}
