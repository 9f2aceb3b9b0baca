using ImageBatch.Model;

namespace ImageBatch.Fairness;

/// <summary>
/// Those who wait: jobs take turns, within a job its lanes do, and within a lane who came first goes first. One that may
/// not go yet is passed over with its lane, and never holds up another lane or job. Not thread-safe.
/// </summary>
internal sealed class Turns<TLane, TRequest>
    where TLane : notnull
{
    private readonly LinkedList<JobLine> _jobs = [];
    private readonly Dictionary<JobId, LinkedListNode<JobLine>> _byId = [];

    public bool IsEmpty => _jobs.Count == 0;

    public IEnumerable<JobId> Jobs => _jobs.Select(line => line.Job);

    /// <summary>The first of every lane.</summary>
    public IEnumerable<Waiter<TLane, TRequest>> Heads => _jobs.SelectMany(line => line.Lanes).Select(lane => lane.Waiters.First!.Value);

    /// <summary>The first of each lane of a job that waits.</summary>
    public IEnumerable<Waiter<TLane, TRequest>> FirstOf(JobId job) => _byId[job].Value.Lanes.Select(lane => lane.Waiters.First!.Value);

    public bool IsWaiting(JobId job) => _byId.ContainsKey(job);

    /// <summary>How many wait in a lane of a job.</summary>
    public int CountOf(JobId job, TLane lane) => Find(job, lane)?.Waiters.Count ?? 0;

    /// <summary>Who came last of those in a lane of a job; null where nobody waits there.</summary>
    public Waiter<TLane, TRequest>? LastOf(JobId job, TLane lane) => Find(job, lane)?.Waiters.Last!.Value;

    public void Add(Waiter<TLane, TRequest> waiter)
    {
        if (!_byId.TryGetValue(waiter.Job, out var job))
        {
            _byId[waiter.Job] = job = _jobs.AddLast(new JobLine(waiter.Job));
        }

        job.Value.LaneOf(waiter.Lane).Waiters.AddLast(waiter);
    }

    /// <summary>Takes one out of the line; false where it is no longer in it.</summary>
    public bool Remove(Waiter<TLane, TRequest> waiter)
    {
        if (!_byId.TryGetValue(waiter.Job, out var job)
            || !job.Value.ByLane.TryGetValue(waiter.Lane, out var lane)
            || !lane.Value.Waiters.Remove(waiter))
        {
            return false;
        }

        DropIfEmpty(job, lane);
        return true;
    }

    /// <summary>Takes the next that may go; null where nobody may.</summary>
    /// <param name="jobMay">Whether a job may have another turn at all.</param>
    /// <param name="may">Whether the first of a lane may go.</param>
    /// <param name="rank">Where given, jobs go in this order, the lowest first, and take turns where it is the same.</param>
    public Waiter<TLane, TRequest>? Take(
        Func<JobId, bool> jobMay, Func<Waiter<TLane, TRequest>, bool> may, Func<JobId, (double, long)>? rank)
    {
        var jobs = rank is null ? _jobs : _jobs.OrderBy(line => rank(line.Job)) as IEnumerable<JobLine>;
        foreach (var line in jobs)
        {
            if (!jobMay(line.Job))
            {
                continue;
            }

            for (var lane = line.Lanes.First; lane is not null; lane = lane.Next)
            {
                if (may(lane.Value.Waiters.First!.Value))
                {
                    return Take(_byId[line.Job], lane);
                }
            }
        }

        return null;
    }

    private Lane? Find(JobId job, TLane lane) =>
        _byId.TryGetValue(job, out var line) && line.Value.ByLane.TryGetValue(lane, out var found) ? found.Value : null;

    private Waiter<TLane, TRequest> Take(LinkedListNode<JobLine> job, LinkedListNode<Lane> lane)
    {
        var waiter = lane.Value.Waiters.First!.Value;
        lane.Value.Waiters.RemoveFirst();
        job.Value.Lanes.Remove(lane);
        job.Value.Lanes.AddLast(lane);
        _jobs.Remove(job);
        _jobs.AddLast(job);
        DropIfEmpty(job, lane);
        return waiter;
    }

    private void DropIfEmpty(LinkedListNode<JobLine> job, LinkedListNode<Lane> lane)
    {
        if (lane.Value.Waiters.Count == 0)
        {
            job.Value.Lanes.Remove(lane);
            job.Value.ByLane.Remove(lane.Value.Key);
        }

        if (job.Value.Lanes.Count == 0)
        {
            _jobs.Remove(job);
            _byId.Remove(job.Value.Job);
        }
    }

    private sealed class JobLine(JobId job)
    {
        public JobId Job => job;

        public LinkedList<Lane> Lanes { get; } = [];

        public Dictionary<TLane, LinkedListNode<Lane>> ByLane { get; } = [];

        public Lane LaneOf(TLane key)
        {
            if (!ByLane.TryGetValue(key, out var lane))
            {
                ByLane[key] = lane = Lanes.AddLast(new Lane(key));
            }

            return lane.Value;
        }
    }

    private sealed class Lane(TLane key)
    {
        public TLane Key => key;

        public LinkedList<Waiter<TLane, TRequest>> Waiters { get; } = [];
    }
}
