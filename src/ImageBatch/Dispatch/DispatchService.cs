using System.Diagnostics;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Dispatch;

/// <summary>
/// Hands out the images of unfinished jobs round robin, a slice of each at a time and a bounded number over all, so
/// that a small job never waits for a large one to end.
/// </summary>
internal sealed class DispatchService(
    IJobStore store,
    IJobQueue queue,
    EngineSignals signals,
    EngineMetrics metrics,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    Outages outages,
    ILogger<DispatchService> logger,
    IJobLeases? leases = null) : BackgroundService
{
    private const int FewOfAJob = 4;

    private readonly DispatchOptions _options = options.Value.Dispatch;
    private readonly int _maxOutstanding = options.Value.Dispatch.MaxOutstanding;

    /// <summary>
    /// Nobody tells what other nodes finish. While as much is out as may be, workers may run dry before the next poll: what they
    /// finished is looked for sooner, without the rest of a poll.
    /// </summary>
    private readonly TimeSpan _lookInterval = options.Value.Dispatch.PollInterval / 10;

    private readonly Guid _node = Guid.NewGuid();
    private readonly WakeUp _wakeUp = new(time);
    private readonly Lock _inboxGate = new();
    private readonly LinkedList<JobCursor> _turns = [];
    private List<ImageKey> _finished = [];
    private bool _workAdded;
    private bool _isFull;
    private volatile Backlog? _backlog;

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wakeUp.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signals.WorkAdded += OnWorkAdded;
        signals.ImagesFinished += OnImagesFinished;
        signals.JobDropped += OnJobDropped;
        metrics.ShowQueue(() => _backlog?.At(time.GetUtcNow()));
        try
        {
            await RunAsync(stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            _backlog = null; // Whoever dispatches the jobs from here on shows them.
            signals.WorkAdded -= OnWorkAdded;
            signals.ImagesFinished -= OnImagesFinished;
            signals.JobDropped -= OnJobDropped;
        }
    }

    private async Task RunAsync(CancellationToken stoppingToken)
    {
        var (lastPoll, lastLook) = (time.GetTimestamp(), time.GetTimestamp());
        for (var poll = true; !stoppingToken.IsCancellationRequested;)
        {
            try
            {
                if (poll)
                {
                    // Also where it fails: a store that is away is asked no more often than one that answers.
                    lastPoll = lastLook = time.GetTimestamp();
                    await PollAsync(stoppingToken).ConfigureAwait(false);
                }
                else if (_isFull && time.GetElapsedTime(lastLook) >= _lookInterval)
                {
                    lastLook = time.GetTimestamp();
                    await ForgetFinishedAsync(stoppingToken).ConfigureAwait(false);
                }

                TakeFinished();
                await FillAsync(stoppingToken).ConfigureAwait(false);
                outages.End("The job store or the queue");
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                _isFull = false;
                outages.Report("The job store or the queue", exception, _options.PollInterval);
            }

            _backlog = Backlog.Of(_turns);
            var pause = _options.PollInterval - time.GetElapsedTime(lastPoll);
            if (_isFull)
            {
                var untilLook = _lookInterval - time.GetElapsedTime(lastLook);
                pause = untilLook < pause ? untilLook : pause;
            }

            if (pause > TimeSpan.Zero)
            {
                await _wakeUp.WaitAsync(pause, stoppingToken).ConfigureAwait(false);
            }

            poll = TakeWorkAdded() || time.GetElapsedTime(lastPoll) >= _options.PollInterval;
        }
    }

    /// <summary>Learns which jobs are unfinished, and what of them has become final elsewhere.</summary>
    private async Task PollAsync(CancellationToken cancellationToken)
    {
        var unfinished = await ReadUnfinishedAsync(cancellationToken).ConfigureAwait(false);
        for (var node = _turns.First; node is not null;)
        {
            var next = node.Next;
            if (unfinished.Remove(node.Value.Job, out var job) && job.Run == node.Value.Run)
            {
                var overdue = await node.Value.RefreshAsync(job, store, time, _options.RedispatchAfter, cancellationToken)
                    .ConfigureAwait(false);
                await EnqueueAsync(node.Value, overdue, cancellationToken).ConfigureAwait(false);
            }
            else
            {
                _turns.Remove(node);
                if (job is not null)
                {
                    unfinished.Add(job.Id, job);
                }
            }

            node = next;
        }

        foreach (var job in unfinished.Values)
        {
            await BeginAsync(job, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Learns what of the images that are out has become final elsewhere.</summary>
    private async Task ForgetFinishedAsync(CancellationToken cancellationToken)
    {
        foreach (var turn in _turns)
        {
            await turn.ForgetFinishedAsync(store, cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Takes up a job that is new to this process, which it also is after a start or the death of another node.</summary>
    private async Task BeginAsync(Job job, CancellationToken cancellationToken)
    {
        var cursor = new JobCursor(job, time.GetUtcNow());
        if (job.Status == JobStatus.Processing)
        {
            var suspects = await cursor.TakeSuspectsAsync(store, _maxOutstanding, time.GetTimestamp(), cancellationToken)
                .ConfigureAwait(false);
            await EnqueueAsync(cursor, suspects, cancellationToken).ConfigureAwait(false);
        }

        // It comes first: it has had nothing yet, or its suspects alone.
        _turns.AddFirst(cursor);
    }

    private async Task<SortedDictionary<JobId, Job>> ReadUnfinishedAsync(CancellationToken cancellationToken)
    {
        var unfinished = new SortedDictionary<JobId, Job>();
        var dispatched = _turns.Select(turn => turn.Job).ToHashSet();
        for (var query = JobQuery.Unfinished; ;)
        {
            var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var job in page)
            {
                if (await OwnsAsync(job.Id, cancellationToken).ConfigureAwait(false))
                {
                    unfinished.Add(job.Id, job);
                }
                else if (dispatched.Contains(job.Id))
                {
                    metrics.LeaseLost();
                    Log.LeaseLost(logger, job.Id);
                }
            }

            if (page.Count < query.Limit)
            {
                return unfinished;
            }

            query = query with { After = page[^1].Id };
        }
    }

    private async Task<bool> OwnsAsync(JobId jobId, CancellationToken cancellationToken) =>
        leases is null
        || await leases.TryAcquireAsync(jobId, _node, 10 * _options.PollInterval, cancellationToken).ConfigureAwait(false);

    /// <summary>Hands out slices, a job after the other, until every job has its share out or has nothing left.</summary>
    private async Task FillAsync(CancellationToken cancellationToken)
    {
        var free = _maxOutstanding - _turns.Sum(job => job.Outstanding);
        var anyIsFull = false;
        for (var idle = 0; idle < _turns.Count;)
        {
            var turn = _turns.First!;
            _turns.RemoveFirst();
            _turns.AddLast(turn);

            var share = ShareOf(turn.Value, free);
            var room = share - turn.Value.Outstanding;

            // A job that is alone keeps nobody waiting, and images handed out together are recorded together.
            var slice = _turns.Count == 1 ? room : Math.Min(room, _options.SliceSize);
            var keys = room > 0
                ? await TakeAsync(turn, slice, share, cancellationToken).ConfigureAwait(false)
                : [];
            if (turn.List is null)
            {
                continue; // It was taken out: the others are as many fewer.
            }

            await EnqueueAsync(turn.Value, keys, cancellationToken).ConfigureAwait(false);
            idle = keys.Count == 0 ? idle + 1 : 0;
            anyIsFull |= keys.Count == 0 && turn.Value.HasMore;
            free -= keys.Count;
        }

        _isFull = (anyIsFull || free <= 0) && leases is not null;
    }

    private async Task<IReadOnlyList<ImageKey>> TakeAsync(
        LinkedListNode<JobCursor> turn, int limit, int share, CancellationToken cancellationToken)
    {
        try
        {
            return await turn.Value.TakeAsync(store, limit, share, time.GetTimestamp(), cancellationToken).ConfigureAwait(false);
        }
        catch (JobDamagedException damaged)
        {
            // The other jobs go on. The next poll takes this one up again.
            outages.Report("The job store", damaged, _options.PollInterval);
            _turns.Remove(turn);
            return [];
        }
    }

    /// <summary>
    /// How many a job may have out: a quarter of all, or a slice where that is more, but no more than it leaves free; and a few
    /// in any case, so that jobs whose images wait for their servers, however many, keep no other from its turn.
    /// </summary>
    private int ShareOf(JobCursor job, int free)
    {
        var most = Math.Max(_maxOutstanding / 4, _options.SliceSize);
        return Math.Max(Math.Min(most, (free + job.Outstanding) / 2), Math.Min(FewOfAJob, _maxOutstanding));
    }

    private async Task EnqueueAsync(JobCursor job, IReadOnlyList<ImageKey> keys, CancellationToken cancellationToken)
    {
        if (keys.Count == 0)
        {
            return;
        }

        using var activity = Telemetry.Start("imagebatch.dispatch", ActivityKind.Producer, job.TraceContext);
        activity?.SetTag("imagebatch.job", job.Job.ToString()).SetTag("imagebatch.images", keys.Count);
        try
        {
            await queue.EnqueueAsync(keys, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            activity?.SetStatus(ActivityStatusCode.Error, exception.Message);
            job.PutBack(keys);
            throw;
        }
    }

    private void OnWorkAdded()
    {
        Volatile.Write(ref _workAdded, true);
        _wakeUp.Signal();
    }

    private void OnJobDropped(JobId jobId) => OnWorkAdded();

    private bool TakeWorkAdded() => Interlocked.Exchange(ref _workAdded, false);

    private void OnImagesFinished(IReadOnlyCollection<ImageKey> keys)
    {
        lock (_inboxGate)
        {
            _finished.AddRange(keys);
        }

        _wakeUp.Signal();
    }

    private void TakeFinished()
    {
        List<ImageKey> finished;
        lock (_inboxGate)
        {
            (finished, _finished) = (_finished, []);
        }

        if (finished.Count == 0)
        {
            return;
        }

        var jobs = _turns.ToDictionary(job => (job.Job, job.Run));
        foreach (var key in finished)
        {
            if (jobs.TryGetValue((key.Job, key.Run), out var job))
            {
                job.Finish(key.Index);
            }
        }
    }
}
