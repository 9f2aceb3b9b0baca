namespace ImageBatch.ImageHeaders;

/// <summary>A chunk of a WebP (RFC 9649, section 2.3). It may end beyond the file that is cut off.</summary>
/// <param name="Start">Offset of its type.</param>
/// <param name="DataLength">Length of its data, as it claims.</param>
internal readonly record struct WebPChunk(long Start, uint DataLength)
{
    /// <summary>Length of a chunk's type and length.</summary>
    public const int HeaderLength = 8;

    /// <summary>Offset of the first chunk, behind the header of the file.</summary>
    public const int First = 12;

    /// <summary>Offset of its data.</summary>
    public long Data => Start + HeaderLength;

    /// <summary>Offset of the first byte after its data.</summary>
    public long DataEnd => Data + DataLength;

    /// <summary>Offset of the next chunk: chunks are padded to an even length.</summary>
    public long End => DataEnd + (DataLength & 1);

    /// <summary>Reads the chunk at an offset.</summary>
    /// <returns>False where the chunk around it ends before its data, or the file does.</returns>
    public static bool TryRead(HeaderBytes file, long offset, long end, out WebPChunk chunk)
    {
        var isThere = offset <= end - HeaderLength && file.Has(offset, HeaderLength);
        chunk = isThere ? new(offset, file.UInt32LittleEndian(offset + 4)) : default;
        return isThere;
    }

    public ReadOnlySpan<byte> Type(HeaderBytes file) => file.Slice(Start, 4);

    public bool Is(HeaderBytes file, ReadOnlySpan<byte> type) => Type(file).SequenceEqual(type);

    /// <summary>Whether its data are those of an image.</summary>
    public bool IsBitstream(HeaderBytes file) => Is(file, "VP8 "u8) || Is(file, "VP8L"u8);
}
