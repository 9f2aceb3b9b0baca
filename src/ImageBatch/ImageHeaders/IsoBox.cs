namespace ImageBatch.ImageHeaders;

/// <summary>A box of an ISO base media file (ISO/IEC 14496-12, 4.2). It may end beyond the file that is cut off.</summary>
/// <param name="Start">Offset of its size field.</param>
/// <param name="Content">Offset of what follows its size and type.</param>
/// <param name="End">Offset of the first byte after it.</param>
internal readonly record struct IsoBox(long Start, long Content, long End)
{
    /// <summary>Version and flags, which the content of some boxes starts with.</summary>
    public const int FullBoxHeader = 4;

    private const int ShortHeader = 8;
    private const int LongHeader = 16;

    /// <summary>The whole file, as the box that contains the others.</summary>
    public static IsoBox File => new(0, 0, long.MaxValue);

    /// <summary>Reads the box at an offset; false where its parent, or the file, ends before it.</summary>
    public static bool TryRead(HeaderBytes file, IsoBox parent, long offset, out IsoBox box)
    {
        box = default;
        if (parent.End - offset < ShortHeader || !file.Has(offset, ShortHeader))
        {
            return false;
        }

        ulong size = file.UInt32BigEndian(offset);
        var content = offset + ShortHeader;
        if (size == 1)
        {
            if (!file.Has(offset, LongHeader))
            {
                return false;
            }

            size = file.UInt64BigEndian(content);
            content = offset + LongHeader;
        }

        if (size == 0)
        {
            box = new(offset, content, Math.Min(parent.End, file.Length));
            return true;
        }

        if (size < (ulong)(content - offset) || size > (ulong)(parent.End - offset))
        {
            throw file.Corrupt("a box is shorter than its own header, or longer than the box around it");
        }

        box = new(offset, content, offset + (long)size);
        return true;
    }

    /// <summary>The boxes in it.</summary>
    /// <param name="file">The file.</param>
    /// <param name="skip">Bytes of the content before the first of them.</param>
    public IsoBoxes Children(HeaderBytes file, int skip = 0) => new(file, this, Content + skip);

    /// <summary>Finds the first child of a type.</summary>
    /// <param name="file">The file.</param>
    /// <param name="type">The type.</param>
    /// <param name="child">The child.</param>
    /// <param name="skip">Bytes of the content before the first child.</param>
    public bool TryFind(HeaderBytes file, ReadOnlySpan<byte> type, out IsoBox child, int skip = 0)
    {
        foreach (var box in Children(file, skip))
        {
            if (box.Is(file, type))
            {
                child = box;
                return true;
            }
        }

        child = default;
        return false;
    }

    /// <summary>Finds the first child of a type that must be there.</summary>
    public IsoBox Find(HeaderBytes file, ReadOnlySpan<byte> type, string name, int skip = 0)
    {
        if (TryFind(file, type, out var child, skip))
        {
            return child;
        }

        throw End > file.Length && this != File ? file.Truncated() : file.Corrupt($"it has no {name}");
    }

    public ReadOnlySpan<byte> Type(HeaderBytes file) => file.Slice(Start + 4, 4);

    public bool Is(HeaderBytes file, ReadOnlySpan<byte> type) => Type(file).SequenceEqual(type);
}
