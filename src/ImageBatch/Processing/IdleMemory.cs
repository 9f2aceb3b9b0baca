namespace ImageBatch.Processing;

/// <summary>
/// Has the garbage collector give memory back to the system once all work is done. By itself it would not: it runs when
/// something is allocated, and a process that has nothing to do allocates nothing.
/// </summary>
internal class IdleMemory(ByteBudget budget, CompressionTurns compression, TimeProvider time)
{
    /// <summary>How long a process has had nothing to do.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>What the images in flight have to have taken for it to be worth it.</summary>
    public const long WorthIt = 16 << 20;

    private long? _idleSince;

    /// <summary>To be called now and then.</summary>
    /// <param name="isIdle">Whether there is nothing to do.</param>
    public void Look(bool isIdle)
    {
        if (!isIdle)
        {
            _idleSince = null;
        }
        else if (_idleSince is null)
        {
            _idleSince = time.GetTimestamp();
        }
        else if (time.GetElapsedTime(_idleSince.Value) >= Patience
            && budget.TakeHighWaterMark() + compression.TakeHighWaterMark() >= WorthIt)
        {
            GiveBack();
        }
    }

    /// <summary>Collects everything, once, and gives back what that frees.</summary>
    protected virtual void GiveBack()
    {
        PooledArray.Forget();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
    }
}
