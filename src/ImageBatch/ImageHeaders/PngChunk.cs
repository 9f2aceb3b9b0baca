namespace ImageBatch.ImageHeaders;

/// <summary>A chunk of a PNG (third edition, clause 5.3). It may end beyond the file that is cut off.</summary>
/// <param name="Start">Offset of its length field.</param>
/// <param name="DataLength">Length of its data, as it claims.</param>
internal readonly record struct PngChunk(long Start, uint DataLength)
{
    /// <summary>Length of what a PNG starts with.</summary>
    public const int SignatureLength = 8;

    /// <summary>Length, type and checksum: what a chunk has besides its data.</summary>
    public const int Overhead = HeaderLength + 4;

    private const int HeaderLength = 8;

    /// <summary>Offset of its data.</summary>
    public long Data => Start + HeaderLength;

    /// <summary>Offset of the first byte after its checksum.</summary>
    public long End => Start + Overhead + DataLength;

    /// <summary>False where the file ends before the data of a chunk begin.</summary>
    public static bool TryRead(HeaderBytes file, long offset, out PngChunk chunk)
    {
        var isThere = file.Has(offset, HeaderLength);
        chunk = isThere ? new(offset, file.UInt32BigEndian(offset)) : default;
        return isThere;
    }

    public ReadOnlySpan<byte> Type(HeaderBytes file) => file.Slice(Start + 4, 4);

    public bool Is(HeaderBytes file, ReadOnlySpan<byte> type) => Type(file).SequenceEqual(type);
}
