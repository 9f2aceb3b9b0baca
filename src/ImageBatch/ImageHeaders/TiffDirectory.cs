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

    public const int EntryLength = 12;

    public const int NextLength = 4;

    private const int CountLength = 2;

    private readonly ReadOnlySpan<byte> _file;
    private readonly int _offset;

    private TiffDirectory(ReadOnlySpan<byte> file, bool littleEndian, int offset)
    {
        _file = file;
        IsLittleEndian = littleEndian;
        _offset = offset;
        Count = UInt16(offset);
    }

    public bool IsLittleEndian { get; }

    /// <summary>Offset of its count.</summary>
    public int Start => _offset;

    /// <summary>Offset of the first entry.</summary>
    public int Entries => _offset + CountLength;

    /// <summary>Offset of the first byte after it, or of the end of the file that comes first.</summary>
    public int End => (int)Math.Min(NextField + NextLength, _file.Length);

    /// <summary>How many entries it claims to have.</summary>
    public int Count { get; }

    /// <summary>Whether all entries are inside the file.</summary>
    public bool IsWhole => Count <= CountInFile;

    /// <summary>Whether the offset of the next directory is inside the file too.</summary>
    public bool HasNext => NextField <= _file.Length - NextLength;

    /// <summary>Offset of the next directory; 0 where this is the last, or the file ends first.</summary>
    public uint Next => HasNext ? UInt32((int)NextField) : 0;

    private long NextField => Entries + ((long)Count * EntryLength);

    private int CountInFile => (_file.Length - Entries) / EntryLength;

    /// <summary>An entry that is inside the file.</summary>
    public TiffEntry this[int index]
    {
        get
        {
            var at = Entries + (index * EntryLength);
            var (tag, type, count) = (UInt16(at), UInt16(at + 2), UInt32(at + 4));
            var isInline = TiffEntry.LengthOf(type) * (long)count <= TiffEntry.InlineLength;
            return new(tag, type, count, isInline ? at + 8 : UInt32(at + 8));
        }
    }

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
        value = 0;
        return TryFind(tag, out var entry) && TryGetValue(entry, 0, out value);
    }

    /// <summary>Finds the first entry of a tag.</summary>
    public bool TryFind(ushort tag, out TiffEntry entry)
    {
        for (var i = 0; i < Math.Min(Count, CountInFile); i++)
        {
            if (UInt16(Entries + (i * EntryLength)) == tag)
            {
                entry = this[i];
                return true;
            }
        }

        entry = default;
        return false;
    }

    /// <summary>Reads a value of an entry of type BYTE, SHORT, LONG or IFD; false where it has none there.</summary>
    public bool TryGetValue(TiffEntry entry, uint index, out uint value)
    {
        value = 0;
        var length = entry.Type is 1 or 3 or 4 or 13 ? entry.ValueLength : 0;
        var at = entry.Start + (length * (long)index);
        if (length == 0 || index >= entry.Count || at > _file.Length - length)
        {
            return false;
        }

        value = length switch { 1 => _file[(int)at], 2 => UInt16((int)at), _ => UInt32((int)at) };
        return true;
    }

    private ushort UInt16(int offset) => IsLittleEndian
        ? BinaryPrimitives.ReadUInt16LittleEndian(_file[offset..])
        : BinaryPrimitives.ReadUInt16BigEndian(_file[offset..]);

    private uint UInt32(int offset) => IsLittleEndian
        ? BinaryPrimitives.ReadUInt32LittleEndian(_file[offset..])
        : BinaryPrimitives.ReadUInt32BigEndian(_file[offset..]);
}
