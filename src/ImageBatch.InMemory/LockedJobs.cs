using ImageBatch.Model;

namespace ImageBatch.InMemory;

/// <summary>
/// The jobs of a batch, all locked until disposed, so that no reader sees half of the batch. They are locked in the
/// order of their ids, so that two batches never wait for each other.
/// </summary>
internal sealed class LockedJobs : IDisposable
{
    private readonly SortedDictionary<JobId, StoredJob?> _jobs = [];

    public LockedJobs(IEnumerable<JobId> ids, JobTable table)
    {
        foreach (var id in ids)
        {
            _jobs.TryAdd(id, null);
        }

        foreach (var id in _jobs.Keys.ToArray())
        {
            _jobs[id] = Enter(table.Find(id));
        }
    }

    /// <summary>The jobs that do not exist.</summary>
    public IReadOnlyList<JobId> Unknown => [.. _jobs.Where(job => job.Value is null).Select(job => job.Key)];

    public StoredJob? Find(JobId id) => _jobs[id];

    public void Dispose()
    {
        foreach (var job in _jobs.Values)
        {
            job?.Gate.Exit();
        }
    }

    private static StoredJob? Enter(StoredJob? job)
    {
        if (job is null)
        {
            return null;
        }

        job.Gate.Enter();
        if (!job.IsDeleted)
        {
            return job;
        }

        job.Gate.Exit();
        return null;
    }
}
