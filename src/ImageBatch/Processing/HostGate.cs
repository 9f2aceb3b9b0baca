using ImageBatch.Fairness;

namespace ImageBatch.Processing;

/// <summary>What the downloads from one host share: the places for those at once, and the breaker.</summary>
/// <remarks>Its places are counted by <see cref="DownloadTurns"/>, under the lock there.</remarks>
internal sealed class HostGate(string host, HttpOptions options, TimeProvider time)
{
    public string Host => host;

    public ConnectionPlaces Places { get; } = new(options.MaxConnectionsPerHost);

    public HostBreaker Breaker { get; } = new(options.BreakAfter, options.BreakDuration, time);

    /// <summary>How many images have a use for it; the <see cref="HostGates"/>' to count.</summary>
    public int Users { get; set; }
}
