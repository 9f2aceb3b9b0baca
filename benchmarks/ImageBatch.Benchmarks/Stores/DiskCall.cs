namespace ImageBatch.Benchmarks.Stores;

/// <summary>A write of so many bytes, or a flush.</summary>
internal readonly record struct DiskCall(int Bytes)
{
    public static readonly DiskCall Flush = new(-1);

    public bool IsFlush => Bytes < 0;
}
