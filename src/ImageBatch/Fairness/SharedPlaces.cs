using ImageBatch.Model;

namespace ImageBatch.Fairness;

/// <summary>
/// Places that all jobs share: a job may hold as many as are still free, so that however many one wants, others find
/// some. (Choudhury and Hahne, "Dynamic queue length thresholds for shared-memory packet switches", 1998.)
/// </summary>
/// <param name="count">How many there are.</param>
/// <param name="mostOfJob">How many of them one job has at the most.</param>
/// <param name="time">The clock.</param>
internal sealed class SharedPlaces(int count, int mostOfJob, TimeProvider time) : FairGate<int, int>(time)
{
    private readonly JobTally _held = new();

    /// <summary>Waits for a place. Disposing what it answers gives it back.</summary>
    public async Task<IDisposable> EnterAsync(JobId job, CancellationToken cancellationToken)
    {
        await WaitAsync(job, 0, 1, cancellationToken).ConfigureAwait(false);
        return new Place(() => Add(job, -1));
    }

    protected override bool JobMay(JobId job)
    {
        var free = count - _held.Total;
        return free > 0 && (_held[job] == 0 || _held[job] < Math.Min(mostOfJob, free));
    }

    protected override bool May(Waiter<int, int> waiter) => true;

    protected override void Take(Waiter<int, int> waiter) => _held.Add(waiter.Job, 1);

    private void Add(JobId job, int change)
    {
        lock (Sync)
        {
            _held.Add(job, change);
            Grant();
        }
    }
}
