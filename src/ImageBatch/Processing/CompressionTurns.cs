using ImageBatch.Fairness;
using ImageBatch.Model;
using Microsoft.Extensions.Options;

namespace ImageBatch.Processing;

/// <summary>
/// Says which image is compressed next, once there is a slot and the memory for it. The job that has been compressing for
/// the shortest time goes first, so that images of a second each do not wait for those of a minute each.
/// (Start-time fair queueing: Goyal, Vin and Cheng, 1996.)
/// </summary>
/// <remarks>
/// <para>Images of one job wait in lanes by their size, so that a large one holds up none of its job that fit.</para>
/// <para>A codec cannot be interrupted. Where a job has none running and has waited for <see cref="Patience"/>, it gets a
/// slot above the count, of as many as there are, half of them for small images: the system shares the processor between
/// them.</para>
/// <para>An eighth of the memory is for images that need no more than that, where the rest is taken. One that needs more
/// than the rest counts as half of the memory and runs beside no other such: smaller ones go on meanwhile. For one that
/// has waited for <see cref="Patience"/>, those that come after it keep free what it needs, but for that eighth.</para>
/// </remarks>
internal sealed class CompressionTurns(int slots, long capacity, TimeProvider time) : FairGate<long, CompressionTurns.Request>(time)
{
    /// <summary>How long one waits before what is above is done for it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(500);

    private readonly long _express = capacity / 8;
    private readonly long _shared = capacity - (capacity / 8);
    private readonly Dictionary<JobId, JobUse> _jobs = [];
    private int _running;
    private long _bytes;
    private long _most;
    private long _expressUsed;
    private long _sharedUsed;
    private bool _largeRuns;

    /// <summary>Takes its slots, and its part of what the options give to images in flight.</summary>
    public CompressionTurns(IOptions<ImageBatchOptions> options, TimeProvider time)
        : this(
            options.Value.Processing.CompressionSlots ?? Environment.ProcessorCount,
            options.Value.Processing.MaxBytesInFlight - ByteBudget.CapacityOf(options.Value.Processing),
            time)
    {
    }

    /// <summary>
    /// By whole seconds: of jobs that had much the same, those with small images go first, and all of them before one that has
    /// waited as long for a large one.
    /// </summary>
    protected override Func<JobId, (double, long)> Rank => job => (Math.Floor(_jobs[job].SecondsAt(Time)), Waiting.FirstOf(job).Min(waiter => waiter.Request.Bytes));

    /// <summary>Waits for a slot and for memory. Disposing what it answers gives both back.</summary>
    public async Task<IDisposable> EnterAsync(JobId job, long bytes, CancellationToken cancellationToken)
    {
        var request = new Request(bytes);
        await WaitAsync(job, long.Log2(bytes | 1), request, cancellationToken).ConfigureAwait(false);
        return new Place(() => Leave(job, request));
    }

    /// <summary>Answers the most bytes that were in use at once since this was last asked.</summary>
    public long TakeHighWaterMark()
    {
        lock (Sync)
        {
            var most = _most;
            _most = _bytes;
            return most;
        }
    }

    protected override void OnArrival(JobId job)
    {
        if (!_jobs.ContainsKey(job))
        {
            // It begins where the least served one is: what it did not ask for earlier is not made up for.
            _jobs[job] = new JobUse(_jobs.Count == 0 ? 0 : _jobs.Values.Min(use => use.SecondsAt(Time)));
        }
    }

    protected override bool JobMay(JobId job) => _running < 2 * slots;

    protected override bool May(Waiter<long, Request> waiter) =>
        HasSlot(waiter) && (FitsShared(waiter) || FitsExpress(waiter));

    protected override void Take(Waiter<long, Request> waiter)
    {
        var request = waiter.Request;
        request.IsExpress = !FitsShared(waiter);
        Count(request, 1);
        _jobs[waiter.Job].Begin(request.StartedAt = Time.GetTimestamp());
        _running++;
    }

    protected override TimeSpan? NextLook() => UntilPatient(Waiting.Heads, Patience);

    protected override void OnGone(JobId job)
    {
        if (!Waiting.IsWaiting(job) && _jobs[job].Running == 0)
        {
            _jobs.Remove(job);
        }
    }

    private void Leave(JobId job, Request request)
    {
        lock (Sync)
        {
            Count(request, -1);
            _jobs[job].End(request.StartedAt, Time);
            _running--;
            OnGone(job);
            Grant();
        }
    }

    /// <summary>Of the slots above the count, half are for small images alone: others may hold theirs for long.</summary>
    private bool HasSlot(Waiter<long, Request> waiter) =>
        _running < slots
        || (_jobs[waiter.Job].Running == 0
            && IsPatient(waiter)
            && (_running < slots + (slots / 2) || waiter.Request.Bytes <= capacity / 16));

    private bool IsPatient(Waiter<long, Request> waiter) => Time.GetElapsedTime(waiter.Since) >= Patience;

    private bool IsLarge(Request request) => request.Bytes > _shared;

    private long CostOf(Request request) => IsLarge(request) ? capacity / 2 : request.Bytes;

    private bool FitsExpress(Waiter<long, Request> waiter) => waiter.Request.Bytes <= _express - _expressUsed;

    private bool FitsShared(Waiter<long, Request> waiter) =>
        !(IsLarge(waiter.Request) && _largeRuns)
        && CostOf(waiter.Request) <= _shared - _sharedUsed - KeptFromThoseAfter(waiter.Since);

    /// <summary>What the one needs that has waited the longest for memory, if it has waited long and longer than who asks.</summary>
    private long KeptFromThoseAfter(long since)
    {
        var first = Waiting.Heads
            .Where(waiter => waiter.Since < since && IsPatient(waiter) && CostOf(waiter.Request) > _shared - _sharedUsed)
            .MinBy(waiter => waiter.Since);
        return first is null ? 0 : CostOf(first.Request);
    }

    private void Count(Request request, int sign)
    {
        _bytes += sign * request.Bytes;
        _most = Math.Max(_most, _bytes);
        if (request.IsExpress)
        {
            _expressUsed += sign * request.Bytes;
            return;
        }

        _sharedUsed += sign * CostOf(request);
        _largeRuns ^= IsLarge(request);
    }

    /// <summary>What one image needs, and how it was granted.</summary>
    internal sealed class Request(long bytes)
    {
        public long Bytes => bytes;

        public bool IsExpress { get; set; }

        public long StartedAt { get; set; }
    }

    /// <summary>For how long a job has been compressing, with what runs now, from where it began.</summary>
    private sealed class JobUse(double seconds)
    {
        private readonly List<long> _starts = [];
        private double _seconds = seconds;

        public int Running => _starts.Count;

        public double SecondsAt(TimeProvider time) =>
            _seconds + _starts.Sum(start => time.GetElapsedTime(start).TotalSeconds);

        public void Begin(long now) => _starts.Add(now);

        public void End(long start, TimeProvider time)
        {
            _starts.Remove(start);
            _seconds += time.GetElapsedTime(start).TotalSeconds;
        }
    }
}
