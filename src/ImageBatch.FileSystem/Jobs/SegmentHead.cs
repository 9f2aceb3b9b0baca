using System.Buffers.Binary;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>The first record of each segment of the journal: how long the segment before it was, 0 where there was none.</summary>
/// <remarks>A segment that was cut where a record ends looks whole; the one that follows it knows better.</remarks>
internal static class SegmentHead
{
    public const int Length = JournalRecord.HeaderLength + sizeof(long);

    public static byte[] Create(long lengthBefore)
    {
        var head = new byte[Length];
        BinaryPrimitives.WriteInt64LittleEndian(head.AsSpan(JournalRecord.HeaderLength), lengthBefore);
        JournalRecord.WriteHeader(head, flushed: 0);
        return head;
    }

    /// <summary>Reads the payload of a segment's first record; null where it is no head.</summary>
    public static long? Read(ReadOnlySpan<byte> payload) =>
        payload.Length == sizeof(long) ? BinaryPrimitives.ReadInt64LittleEndian(payload) : null;
}
