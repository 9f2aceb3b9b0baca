using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory;

/// <summary>Keeps jobs in the memory of the process, each under a lock of its own.</summary>
internal sealed partial class InMemoryJobStore(TimeProvider timeProvider) : IJobStore
{
    private readonly JobTable _jobs = new();
    private readonly Outbox _outbox = new();

    public async Task<AddJobResult> AddAsync(
        JobId jobId,
        string? idempotencyKey,
        IAsyncEnumerable<IReadOnlyList<Product>> pages,
        Func<CancellationToken, Task<JobSeal>> seal,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(seal);
        while (!_jobs.TryReserve(jobId, idempotencyKey, out var holder, out var inFlight))
        {
            if (inFlight)
            {
                return new AddJobResult(AddJobOutcome.InFlight, null);
            }

            if (Read(holder, Describe) is { } existing)
            {
                return new AddJobResult(AddJobOutcome.Existing, existing);
            }

            // The job was deleted in between, and its key is free again.
        }

        try
        {
            var rows = new JobRows();
            await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
            {
                foreach (var product in page)
                {
                    rows.Add(product);
                }
            }

            var sealedBy = await seal(cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            rows.Seal();
            var job = new StoredJob(jobId, idempotencyKey, sealedBy, rows, timeProvider.GetUtcNow());
            var added = Describe(job);
            _jobs.Publish(job);
            return new AddJobResult(AddJobOutcome.Added, added);
        }
        finally
        {
            _jobs.Release(jobId, idempotencyKey);
        }
    }

    public Task<SaveResult> SaveAsync(
        IReadOnlyList<ImageEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        return Run(() => Save(events), cancellationToken);
    }

    public Task<JobChangeResult> ChangeAsync(
        JobId jobId, JobChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        return Run(
            () => Read(jobId, job => new JobChangeResult(Change(job, change), Describe(job)))
                ?? new JobChangeResult(JobChangeOutcome.NotFound, null),
            cancellationToken);
    }

    public Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        Run(() => Read(jobId, Delete), cancellationToken);

    private SaveResult Save(IReadOnlyList<ImageEvent> events)
    {
        using var batch = new LockedJobs(events.Select(happened => happened.Key.Job), _jobs);
        var now = timeProvider.GetUtcNow();
        var completed = new List<Job>();
        foreach (var happened in events)
        {
            if (batch.Find(happened.Key.Job) is { IsFinished: false } job)
            {
                job.Apply(happened, now);
                if (job.IsFinished)
                {
                    Finish(job, now);
                    completed.Add(Describe(job));
                }
            }
        }

        return new SaveResult(completed, batch.Unknown);
    }

    private JobChangeOutcome Change(StoredJob job, JobChange change)
    {
        var now = timeProvider.GetUtcNow();
        switch (change)
        {
            case JobChange.Cancel when job.IsFinished:
                return JobChangeOutcome.Finished;
            case JobChange.Cancel:
                job.Cancel(now);
                Finish(job, now);
                break;
            case JobChange.RetryFailed when !job.IsFinished:
                return JobChangeOutcome.NotFinished;
            case JobChange.RetryFailed when !job.HasFailed:
                return JobChangeOutcome.NothingFailed;
            case JobChange.RetryFailed:
                job.RetryFailed();
                _jobs.File(job);
                break;
            case JobChange.SetWebhook { Url: var url }:
                job.WebhookUrl = url;
                Announce(job, now);
                break;
            default:
                throw new ArgumentException($"{change.GetType()} is no change that a store knows.", nameof(change));
        }

        return JobChangeOutcome.Changed;
    }

    private bool Delete(StoredJob job)
    {
        job.IsDeleted = true;
        _outbox.Remove(job.Id, job.Run);
        _jobs.Remove(job);
        return true;
    }

    private void Finish(StoredJob job, DateTimeOffset now)
    {
        _jobs.File(job);
        Announce(job, now);
    }

    private void Announce(StoredJob job, DateTimeOffset now)
    {
        if (job is { IsFinished: true, WebhookUrl: { } url })
        {
            _outbox.Announce(job.Id, job.Run, url, now);
        }
    }

    private Job Describe(StoredJob job) => job.WebhookUrl is not { } url
        ? job.Describe()
        : job.Describe() with
        {
            Webhook = job.IsFinished ? _outbox.Describe(job.Id, job.Run) : new JobWebhook { Url = url },
        };

    /// <summary>Does something to a job under its lock; the type's default where the job does not exist.</summary>
    private T? Read<T>(JobId jobId, Func<StoredJob, T?> read)
    {
        if (_jobs.Find(jobId) is not { } job)
        {
            return default;
        }

        lock (job.Gate)
        {
            return job.IsDeleted ? default : read(job);
        }
    }

    private static Task<T> Run<T>(Func<T> work, CancellationToken cancellationToken) =>
        cancellationToken.IsCancellationRequested ? Task.FromCanceled<T>(cancellationToken) : Task.FromResult(work());
}
