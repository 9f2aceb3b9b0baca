using ImageBatch.Model;

namespace ImageBatch.Fairness;

/// <summary>
/// The places for connections to one server. A quarter of them goes to jobs that hold none here, so that one job's silent tries
/// never take all. Not thread-safe.
/// </summary>
/// <param name="count">How many there are.</param>
internal sealed class ConnectionPlaces(int count)
{
    private readonly JobTally _held = new();

    public bool IsEmpty => _held.Total == 0;

    /// <summary>Whether a job may have one more place.</summary>
    public bool HasRoomFor(JobId job) => count - _held.Total > (_held[job] == 0 ? 0 : count / 4);

    /// <summary>Takes a place for a job, or with -1 gives one back.</summary>
    public void Add(JobId job, int change) => _held.Add(job, change);
}
