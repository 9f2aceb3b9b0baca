namespace ImageBatch.Conformance;

/// <summary>
/// An image file directory (TIFF 6.0, section 2), as TIFF files and EXIF data have it: entries in order of their tags, and
/// behind them what does not fit into an entry.
/// </summary>
internal sealed class TiffDirectoryWriter(bool isLittleEndian)
{
    private readonly SortedDictionary<int, (int Type, int Count, byte[] Values)> _entries = [];

    /// <summary>Bytes that the directory and its values take; even.</summary>
    public int Length => 6 + (12 * _entries.Count) + _entries.Values.Sum(entry => Outside(entry.Values));

    public TiffDirectoryWriter Shorts(int tag, params int[] values)
    {
        var bytes = new ByteWriter(isLittleEndian);
        Array.ForEach(values, value => bytes.UInt16(value));
        return Add(tag, 3, values.Length, bytes.ToArray());
    }

    public TiffDirectoryWriter Longs(int tag, params int[] values)
    {
        var bytes = new ByteWriter(isLittleEndian);
        Array.ForEach(values, value => bytes.UInt32(value));
        return Add(tag, 4, values.Length, bytes.ToArray());
    }

    /// <summary>Unsigned fractions, each of a numerator and a denominator.</summary>
    public TiffDirectoryWriter Rationals(int tag, params int[] pairs)
    {
        var bytes = new ByteWriter(isLittleEndian);
        Array.ForEach(pairs, value => bytes.UInt32(value));
        return Add(tag, 5, pairs.Length / 2, bytes.ToArray());
    }

    public TiffDirectoryWriter Ascii(int tag, string text)
    {
        var bytes = new ByteWriter(isLittleEndian).Text(text).Byte(0).ToArray();
        return Add(tag, 2, bytes.Length, bytes);
    }

    /// <summary>Bytes: of type 1 where a number is meant, 7 where it is something else's own business.</summary>
    public TiffDirectoryWriter Bytes(int tag, byte[] bytes, int type = 7) => Add(tag, type, bytes.Length, bytes);

    /// <summary>Writes the directory where the writer stands.</summary>
    /// <param name="target">Starts with the TIFF header, so that its length is the directory's offset.</param>
    /// <param name="next">Offset of the next directory, or 0.</param>
    public void WriteTo(ByteWriter target, int next = 0)
    {
        var outside = target.Length + 6 + (12 * _entries.Count);
        var behind = new ByteWriter(isLittleEndian);
        target.UInt16(_entries.Count);
        foreach (var (tag, (type, count, values)) in _entries)
        {
            target.UInt16(tag).UInt16(type).UInt32(count);
            if (Outside(values) == 0)
            {
                target.Bytes(values).Bytes(new byte[4 - values.Length]);
            }
            else
            {
                target.UInt32(outside + behind.Length);
                behind.Bytes(values).Bytes(new byte[values.Length & 1]);
            }
        }

        target.UInt32(next).Bytes(behind.ToArray());
    }

    private static int Outside(byte[] values) => values.Length <= 4 ? 0 : values.Length + (values.Length & 1);

    private TiffDirectoryWriter Add(int tag, int type, int count, byte[] values)
    {
        _entries[tag] = (type, count, values);
        return this;
    }
}
