namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// A place in the journal as one number that only grows: the segment, from 1, above 40 bits of offset. Segment 0 is
/// not the journal's: where results are spoken of, it is the job's own file of results.
/// </summary>
internal static class JournalPosition
{
    private const int OffsetBits = 40;

    public static long Of(int segment, long offset) => ((long)segment << OffsetBits) | offset;

    public static int Segment(long position) => (int)(position >> OffsetBits);

    public static long Offset(long position) => position & ((1L << OffsetBits) - 1);
}
