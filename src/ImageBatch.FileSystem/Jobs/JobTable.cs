using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Finds jobs by id, by whether they are finished and by idempotency key. Used under the store's lock.</summary>
internal sealed class JobTable
{
    private static readonly JobId Last = new(Guid.AllBitsSet);

    private readonly Dictionary<JobId, StoredJob> _jobs = [];
    private readonly SortedSet<JobId> _unfinished = [];
    private readonly SortedSet<JobId> _finished = [];
    private readonly HashSet<JobId> _staged = [];
    private readonly Dictionary<string, JobId> _keys = new(StringComparer.Ordinal);

    public IEnumerable<StoredJob> All => _jobs.Values;

    public StoredJob? Find(JobId id) => _jobs.GetValueOrDefault(id);

    /// <summary>The jobs after this one, in the order of their ids.</summary>
    public IEnumerable<StoredJob> After(bool finished, JobId? after)
    {
        var ids = finished ? _finished : _unfinished;
        var page = after is not { } id ? ids : ids.GetViewBetween(id, Last).Where(other => other != id);
        return page.Select(next => _jobs[next]);
    }

    /// <summary>Reserves an id and a key for a job to come; else says which job, added or on its way, holds one of them.</summary>
    public bool TryReserve(JobId id, string? key, out JobId holder)
    {
        if (key is not null && _keys.TryGetValue(key, out holder))
        {
            return false;
        }

        holder = id;
        if (_jobs.ContainsKey(id) || !_staged.Add(id))
        {
            return false;
        }

        if (key is not null)
        {
            _keys.Add(key, id);
        }

        return true;
    }

    /// <summary>Gives up a reservation; means nothing once the job was published.</summary>
    public void Release(JobId id, string? key)
    {
        if (_staged.Remove(id) && key is not null)
        {
            _keys.Remove(key);
        }
    }

    public void Publish(StoredJob job)
    {
        _staged.Remove(job.Id);
        _jobs.Add(job.Id, job);
        if (job.Record.IdempotencyKey is { } key)
        {
            _keys[key] = job.Id;
        }

        File(job);
    }

    /// <summary>Files a job where it belongs since it finished, or since its next run started.</summary>
    public void File(StoredJob job)
    {
        _unfinished.Remove(job.Id);
        _finished.Remove(job.Id);
        (job.IsFinished ? _finished : _unfinished).Add(job.Id);
    }

    public void Remove(StoredJob job)
    {
        _jobs.Remove(job.Id);
        _unfinished.Remove(job.Id);
        _finished.Remove(job.Id);
        if (job.Record.IdempotencyKey is { } key)
        {
            _keys.Remove(key);
        }
    }
}
