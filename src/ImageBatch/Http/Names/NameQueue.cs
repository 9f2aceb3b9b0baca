using ImageBatch.Fairness;
using ImageBatch.Model;

namespace ImageBatch.Http.Names;

/// <summary>
/// Which look-up is next. While there are threads to spare any is; when half of them are busy, names that were slow
/// before, and those of a domain that has many threads already, wait aside, so that names which never answer leave the
/// other half to the rest. The last quarter of the threads is for jobs that have none. Jobs with fewer threads go first, then
/// domains with fewer, and of one domain who came first.
/// </summary>
/// <remarks>Not thread-safe: the <see cref="NameResolver"/> locks it.</remarks>
internal sealed class NameQueue
{
    /// <summary>
    /// Most look-ups at once, each of which holds a thread. The system gives a name up after 10 s or 20 s, and the 32
    /// downloads at once by default each try another name every 5 s: so many may never answer before others wait.
    /// </summary>
    public const int MostRunning = 256;

    /// <summary>Most look-ups that wait. There is one a download or webhook under way at the most.</summary>
    public const int MostWaiting = 4_096;

    /// <summary>Threads that a domain may hold before its other names wait aside.</summary>
    public const int ManyOfDomain = 8;

    private readonly List<NameLookUp> _waiting = [];
    private readonly Dictionary<string, int> _running = new(StringComparer.Ordinal);
    private readonly JobTally _runningOfJob = new();
    private int _runningCount;

    /// <summary>Adds a look-up; false where too many wait.</summary>
    public bool TryAdd(NameLookUp lookUp)
    {
        if (_waiting.Count == MostWaiting)
        {
            return false;
        }

        _waiting.Add(lookUp);
        return true;
    }

    /// <summary>Takes a look-up out that waits; false where it does not, since it runs.</summary>
    public bool Remove(NameLookUp lookUp) => _waiting.Remove(lookUp);

    /// <summary>Takes the next that may run now; null where there is none. It runs until <see cref="End"/>.</summary>
    public NameLookUp? Begin()
    {
        if (_runningCount == MostRunning)
        {
            return null;
        }

        var next = _waiting.Where(lookUp => HasShare(lookUp) && (_runningCount < MostRunning / 2 || !IsAside(lookUp)))
            .MinBy(lookUp => (IsAside(lookUp), RunningOf(lookUp.Job), RunningOf(lookUp)));
        if (next is not null)
        {
            _waiting.Remove(next);
            _running[next.Domain] = RunningOf(next) + 1;
            Count(next.Job, 1);
            _runningCount++;
        }

        return next;
    }

    /// <summary>Ends a look-up that ran.</summary>
    public void End(NameLookUp lookUp)
    {
        _runningCount--;
        Count(lookUp.Job, -1);
        if (RunningOf(lookUp) is > 1 and var count)
        {
            _running[lookUp.Domain] = count - 1;
        }
        else
        {
            _running.Remove(lookUp.Domain);
        }
    }

    /// <summary>What belongs to no job, as a webhook, has the share of all.</summary>
    private bool HasShare(NameLookUp lookUp) =>
        lookUp.Job is null || RunningOf(lookUp.Job) == 0 || _runningCount < MostRunning * 3 / 4;

    private long RunningOf(JobId? job) => job is { } id ? _runningOfJob[id] : 0;

    private void Count(JobId? job, int change)
    {
        if (job is { } id)
        {
            _runningOfJob.Add(id, change);
        }
    }

    private bool IsAside(NameLookUp lookUp) => lookUp.IsSlow || RunningOf(lookUp) >= ManyOfDomain;

    private int RunningOf(NameLookUp lookUp) => _running.GetValueOrDefault(lookUp.Domain);
}
