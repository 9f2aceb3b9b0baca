using ImageBatch.Diagnostics;

namespace ImageBatch.Dispatch;

/// <summary>How much a dispatcher has before it, by its last look: costs nothing to read, and no question to the store.</summary>
internal sealed record Backlog(long Pending, long HandedOut, DateTimeOffset? Since)
{
    public static Backlog Of(IEnumerable<JobCursor> jobs)
    {
        var (pending, handedOut, since) = (0L, 0L, (DateTimeOffset?)null);
        foreach (var job in jobs.Where(job => job.Pending > 0))
        {
            pending += job.Pending;
            handedOut += job.Outstanding;
            since = since < job.Since ? since : job.Since;
        }

        return new Backlog(pending, handedOut, since);
    }

    public QueueState At(DateTimeOffset now) => new(
        Math.Max(0, Pending - HandedOut),
        HandedOut,
        Since is { } since && since < now ? now - since : TimeSpan.Zero);
}
