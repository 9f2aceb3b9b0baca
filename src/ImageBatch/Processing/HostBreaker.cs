namespace ImageBatch.Processing;

/// <summary>
/// Lets a host be after it failed some times in a row: what comes next waits until the pause is over. Then tries go on
/// as before, and as many failures as before open it again.
/// </summary>
/// <remarks>
/// It never fails a try by itself, and a pause lets as many tries by as it took to open it. A breaker that lets one
/// probe by a pause would hold images of a dead host for hours. Thread-safe.
/// </remarks>
internal sealed class HostBreaker(int limit, TimeSpan pause, TimeProvider time)
{
    private readonly Lock _gate = new();
    private int _failures;
    private long? _openedAt;

    /// <summary>How long to wait yet; zero where it is closed.</summary>
    public TimeSpan Remaining
    {
        get
        {
            lock (_gate)
            {
                var left = _openedAt is { } start ? pause - time.GetElapsedTime(start) : TimeSpan.Zero;
                return left > TimeSpan.Zero ? left : TimeSpan.Zero;
            }
        }
    }

    /// <summary>Notes how a try ended; true where that opened it.</summary>
    public bool Report(bool failed)
    {
        lock (_gate)
        {
            // What was under way when it opened says nothing new.
            if (Remaining > TimeSpan.Zero)
            {
                return false;
            }

            _failures = failed ? _failures + 1 : 0;
            if (_failures < limit)
            {
                return false;
            }

            (_failures, _openedAt) = (0, time.GetTimestamp());
            return pause > TimeSpan.Zero;
        }
    }
}
