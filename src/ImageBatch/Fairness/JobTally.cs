using ImageBatch.Model;

namespace ImageBatch.Fairness;

/// <summary>How much of something each job holds. Jobs that hold nothing are forgotten. Not thread-safe.</summary>
internal sealed class JobTally
{
    private readonly Dictionary<JobId, long> _held = [];

    /// <summary>What all jobs hold together.</summary>
    public long Total { get; private set; }

    public long this[JobId job] => _held.GetValueOrDefault(job);

    public void Add(JobId job, long amount)
    {
        Total += amount;
        var held = this[job] + amount;
        if (held == 0)
        {
            _held.Remove(job);
        }
        else
        {
            _held[job] = held;
        }
    }
}
