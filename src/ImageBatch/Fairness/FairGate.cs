using ImageBatch.Model;

namespace ImageBatch.Fairness;

/// <summary>
/// Hands out something scarce by <see cref="Turns{TLane,TRequest}"/>. What may go, and what it takes, says who derives
/// from it; all of that runs under one lock. Thread-safe.
/// </summary>
internal abstract class FairGate<TLane, TRequest> : IDisposable
    where TLane : notnull
{
    private static readonly TimeSpan Shortest = TimeSpan.FromMilliseconds(1);

    private readonly ITimer _timer;

    protected FairGate(TimeProvider time)
    {
        Time = time;
        _timer = time.CreateTimer(_ => Look(), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    protected TimeProvider Time { get; }

    protected Lock Sync { get; } = new();

    protected Turns<TLane, TRequest> Waiting { get; } = new();

    public void Dispose() => _timer.Dispose();

    /// <summary>Waits for a turn.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first: nothing is taken.</exception>
    protected async Task WaitAsync(JobId job, TLane lane, TRequest request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        var waiter = new Waiter<TLane, TRequest>(job, lane, request, Time.GetTimestamp());
        lock (Sync)
        {
            Waiting.Add(waiter);
            OnArrival(job);
            Grant();
        }

        if (waiter.Task.IsCompletedSuccessfully)
        {
            return;
        }

        using (cancellationToken.UnsafeRegister(_ => Abandon(waiter, cancellationToken), null))
        {
            await waiter.Task.ConfigureAwait(false);
        }
    }

    /// <summary>Lets in all that may go; to be called, under the lock, after anything that may let one go.</summary>
    protected void Grant()
    {
        do
        {
            while (Waiting.Take(JobMay, May, Rank) is { } waiter)
            {
                Take(waiter);
                waiter.SetResult();
            }
        }
        while (!Waiting.IsEmpty && OnStuck());

        // What is over since it was looked at is due now, and less than a millisecond would be none, or for ever.
        var next = NextLook();
        _timer.Change(next is null ? Timeout.InfiniteTimeSpan : next < Shortest ? Shortest : next.Value, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Whether a job may have another turn at all.</summary>
    protected abstract bool JobMay(JobId job);

    /// <summary>Whether the first of a lane may go.</summary>
    protected abstract bool May(Waiter<TLane, TRequest> waiter);

    /// <summary>Takes what one asked for that may go.</summary>
    protected abstract void Take(Waiter<TLane, TRequest> waiter);

    /// <summary>The order of jobs, the lowest first; null for plain turns.</summary>
    protected virtual Func<JobId, (double, long)>? Rank => null;

    /// <summary>How long until time alone may let one go; null for never.</summary>
    protected virtual TimeSpan? NextLook() => null;

    /// <summary>A job has a request.</summary>
    protected virtual void OnArrival(JobId job)
    {
    }

    /// <summary>A request of a job was given up.</summary>
    protected virtual void OnGone(JobId job)
    {
    }

    /// <summary>Nobody who waits may go; true where that was changed.</summary>
    protected virtual bool OnStuck() => false;

    /// <summary>How long until the first of some has waited for so long that it has not yet; null where all have.</summary>
    protected TimeSpan? UntilPatient(IEnumerable<Waiter<TLane, TRequest>> waiters, TimeSpan patience)
    {
        TimeSpan? next = null;
        foreach (var waiter in waiters)
        {
            var left = patience - Time.GetElapsedTime(waiter.Since);
            next = left > TimeSpan.Zero ? Earlier(next, left) : next;
        }

        return next;
    }

    protected static TimeSpan? Earlier(TimeSpan? one, TimeSpan? other) => one is null || other < one ? other : one;

    private void Look()
    {
        lock (Sync)
        {
            Grant();
        }
    }

    private void Abandon(Waiter<TLane, TRequest> waiter, CancellationToken cancellationToken)
    {
        lock (Sync)
        {
            if (Waiting.Remove(waiter))
            {
                waiter.SetCanceled(cancellationToken);
                OnGone(waiter.Job);
                Grant();
            }
        }
    }
}
