using System.Diagnostics.Metrics;

namespace ImageBatch.Diagnostics;

/// <summary>What a dispatcher has before it.</summary>
/// <param name="Waiting">Images that are not final and have not been handed out.</param>
/// <param name="HandedOut">Images that are handed out and not known to be final.</param>
/// <param name="OldestAge">Since when the oldest of them all is there; zero where there is none.</param>
internal sealed record QueueState(long Waiting, long HandedOut, TimeSpan OldestAge)
{
    /// <summary>The number of images by where they are.</summary>
    public Measurement<long>[] Depths =>
    [
        new(Waiting, new KeyValuePair<string, object?>("state", "waiting")),
        new(HandedOut, new KeyValuePair<string, object?>("state", "dispatched")),
    ];
}
