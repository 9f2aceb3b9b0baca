using ImageBatch.Model;

namespace ImageBatch.InMemory;

/// <summary>
/// Finds jobs by id, by whether they are finished and by idempotency key. Its lock is taken last, after those of the
/// jobs, and held for look-ups only.
/// </summary>
internal sealed class JobTable
{
    private static readonly JobId Last = new(Guid.AllBitsSet);

    private readonly Lock _gate = new();
    private readonly Dictionary<JobId, StoredJob> _jobs = [];
    private readonly SortedSet<JobId> _unfinished = [];
    private readonly SortedSet<JobId> _finished = [];
    private readonly HashSet<JobId> _staged = [];
    private readonly Dictionary<string, JobId> _keys = new(StringComparer.Ordinal);

    public StoredJob? Find(JobId id)
    {
        lock (_gate)
        {
            return _jobs.GetValueOrDefault(id);
        }
    }

    /// <summary>The ids of the jobs after this one, in order.</summary>
    public List<JobId> Page(bool finished, JobId? after, int limit)
    {
        lock (_gate)
        {
            var ids = finished ? _finished : _unfinished;
            return after is not { } id
                ? [.. ids.Take(limit)]
                : [.. ids.GetViewBetween(id, Last).Where(other => other != id).Take(limit)];
        }
    }

    /// <summary>Reserves an id and a key for a job to come; else says which job, added or on its way, holds one of them.</summary>
    public bool TryReserve(JobId id, string? key, out JobId holder, out bool inFlight)
    {
        lock (_gate)
        {
            var taken = IsTaken(id, key, out holder);
            inFlight = taken && _staged.Contains(holder);
            if (!taken)
            {
                _staged.Add(id);
                if (key is not null)
                {
                    _keys.Add(key, id);
                }
            }

            return !taken;
        }
    }

    /// <summary>Gives up a reservation; means nothing once the job was published.</summary>
    public void Release(JobId id, string? key)
    {
        lock (_gate)
        {
            if (_staged.Remove(id) && key is not null)
            {
                _keys.Remove(key);
            }
        }
    }

    public void Publish(StoredJob job)
    {
        lock (_gate)
        {
            _staged.Remove(job.Id);
            _jobs.Add(job.Id, job);
            _unfinished.Add(job.Id);
        }
    }

    /// <summary>Files a job where it belongs since it finished, or since its next run started.</summary>
    public void File(StoredJob job)
    {
        lock (_gate)
        {
            _unfinished.Remove(job.Id);
            _finished.Remove(job.Id);
            (job.IsFinished ? _finished : _unfinished).Add(job.Id);
        }
    }

    public void Remove(StoredJob job)
    {
        lock (_gate)
        {
            _jobs.Remove(job.Id);
            _unfinished.Remove(job.Id);
            _finished.Remove(job.Id);
            if (job.IdempotencyKey is not null)
            {
                _keys.Remove(job.IdempotencyKey);
            }
        }
    }

    private bool IsTaken(JobId id, string? key, out JobId holder)
    {
        if (key is not null && _keys.TryGetValue(key, out holder))
        {
            return true;
        }

        holder = id;
        return _jobs.ContainsKey(id) || _staged.Contains(id);
    }
}
