using ImageBatch.Fairness;
using ImageBatch.Model;

namespace ImageBatch.Processing;

/// <summary>What the downloads from one host share: the places for those at once, and the breaker.</summary>
/// <remarks>Its places are counted by <see cref="DownloadTurns"/>, under the lock there.</remarks>
internal sealed class HostGate(string host, HttpOptions options, TimeProvider time)
{
    private readonly JobTally _held = new();

    /// <summary>A quarter of the places goes to jobs that hold none here, so that one job's silent tries never take all.</summary>
    private readonly int _kept = options.MaxConnectionsPerHost / 4;

    public string Host => host;

    public HostBreaker Breaker { get; } = new(options.BreakAfter, options.BreakDuration, time);

    /// <summary>How many images have a use for it; the <see cref="HostGates"/>' to count.</summary>
    public int Users { get; set; }

    /// <summary>Whether a job may have one more place.</summary>
    public bool HasRoomFor(JobId job)
    {
        var free = options.MaxConnectionsPerHost - _held.Total;
        return free > (_held[job] == 0 ? 0 : _kept);
    }

    /// <summary>Takes a place for a job, or with -1 gives one back.</summary>
    public void Add(JobId job, int change) => _held.Add(job, change);
}
