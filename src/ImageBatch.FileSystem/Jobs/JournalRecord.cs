using System.Buffers.Binary;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// How a record lies in the journal: a header of length, how far the segment was known to be flushed, checksum of the
/// payload and checksum of the header (four bytes each), then the payload.
/// </summary>
/// <remarks>
/// A record that is not whole may be one that a kill or a power failure cut off, or one that the disk spoiled. The
/// header has a checksum of its own so that whole records behind it are found, and these say what was flushed before
/// them: what was flushed once and is not whole now was spoiled.
/// </remarks>
internal static class JournalRecord
{
    public const int HeaderLength = 16;

    public static void WriteHeader(Span<byte> record, long flushed)
    {
        BinaryPrimitives.WriteInt32LittleEndian(record, record.Length - HeaderLength);
        BinaryPrimitives.WriteUInt32LittleEndian(record[4..], checked((uint)flushed));
        BinaryPrimitives.WriteUInt32LittleEndian(record[8..], Checksum.Of(record[HeaderLength..]));
        BinaryPrimitives.WriteUInt32LittleEndian(record[12..], Checksum.Of(record[..12]));
    }

    /// <summary>Opens the record that these bytes begin with; false where it is not whole.</summary>
    public static bool TryOpen(ReadOnlySpan<byte> bytes, out ReadOnlySpan<byte> payload, out long flushed)
    {
        payload = default;
        flushed = 0;
        if (bytes.Length < HeaderLength
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes[12..]) != Checksum.Of(bytes[..12]))
        {
            return false;
        }

        var length = BinaryPrimitives.ReadInt32LittleEndian(bytes);
        if (length < 0 || length > bytes.Length - HeaderLength)
        {
            return false;
        }

        payload = bytes.Slice(HeaderLength, length);
        flushed = BinaryPrimitives.ReadUInt32LittleEndian(bytes[4..]);
        return BinaryPrimitives.ReadUInt32LittleEndian(bytes[8..]) == Checksum.Of(payload);
    }
}
