namespace ImageBatch.ImageHeaders;

/// <summary>An entry of a directory (TIFF 6.0, section 2).</summary>
/// <param name="Tag">What it tells.</param>
/// <param name="Type">Type of its values.</param>
/// <param name="Count">How many values it claims to have.</param>
/// <param name="Start">Offset of its values: in the entry where they fit, else where it points.</param>
internal readonly record struct TiffEntry(ushort Tag, ushort Type, uint Count, long Start)
{
    /// <summary>Values of as many bytes stand in the entry itself.</summary>
    public const int InlineLength = 4;

    /// <summary>Bytes a value; 0 for types of no known length.</summary>
    public int ValueLength => LengthOf(Type);

    /// <summary>Bytes of all values.</summary>
    public long Length => ValueLength * (long)Count;

    /// <summary>Offset of the first byte after the values.</summary>
    public long End => Start + Length;

    /// <summary>BYTE to DOUBLE, and IFD (TIFF technical note 1), which is a LONG.</summary>
    public static int LengthOf(ushort type) => type switch
    {
        1 or 2 or 6 or 7 => 1,
        3 or 8 => 2,
        4 or 9 or 11 or 13 => 4,
        5 or 10 or 12 => 8,
        _ => 0,
    };
}
