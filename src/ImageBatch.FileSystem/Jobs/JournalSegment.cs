namespace ImageBatch.FileSystem.Jobs;

/// <summary>Reads a segment of the journal when the store opens.</summary>
internal static class JournalSegment
{
    /// <summary>Applies what was written; offsets are those of the payloads.</summary>
    public delegate void Apply(ReadOnlySpan<byte> payload, long offset);

    /// <summary>Reads all whole records of a segment.</summary>
    /// <param name="path">The segment.</param>
    /// <param name="isLast">Only what was written last may have been cut off.</param>
    /// <param name="begin">Called first, with how long the segment before was.</param>
    /// <param name="apply">Called for each record in order.</param>
    /// <returns>Where the last whole record ends; 0 where a kill came before the segment was begun.</returns>
    /// <exception cref="InvalidDataException">A record that was whole once is not any more.</exception>
    public static long Read(string path, bool isLast, Action<long> begin, Apply apply)
    {
        var bytes = File.ReadAllBytes(path).AsSpan();
        var offset = 0;
        if (JournalRecord.TryOpen(bytes, out var head, out _))
        {
            begin(SegmentHead.Read(head) ?? throw Damage.At(path, offset));
            offset = ReadRecords(path, bytes, apply);
        }

        var isWhole = offset > 0 && offset == bytes.Length;
        if (!isWhole && (!isLast || WasFlushed(bytes, offset)))
        {
            throw Damage.At(path, offset);
        }

        return offset;
    }

    private static int ReadRecords(string path, ReadOnlySpan<byte> bytes, Apply apply)
    {
        var offset = SegmentHead.Length;
        while (JournalRecord.TryOpen(bytes[offset..], out var payload, out _))
        {
            try
            {
                apply(payload, offset + JournalRecord.HeaderLength);
            }
            catch (InvalidDataException exception)
            {
                throw Damage.At(path, offset, exception);
            }

            offset += JournalRecord.HeaderLength + payload.Length;
        }

        return offset;
    }

    /// <summary>Whether a record behind says that all up to it, this place included, had reached the disk.</summary>
    private static bool WasFlushed(ReadOnlySpan<byte> bytes, int offset)
    {
        for (var next = offset + 1; next <= bytes.Length - JournalRecord.HeaderLength; next++)
        {
            if (JournalRecord.TryOpen(bytes[next..], out _, out var flushed) && flushed > offset)
            {
                return true;
            }
        }

        return false;
    }
}
