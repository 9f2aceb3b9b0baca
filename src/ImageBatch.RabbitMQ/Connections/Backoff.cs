namespace ImageBatch.RabbitMQ.Connections;

/// <summary>
/// How long to wait between tries: twice as long each time, from 100 ms up to 5 s, and a part of it by chance, so that the
/// nodes of a cluster do not come to a broker that has just started all at once.
/// </summary>
internal sealed class Backoff
{
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);

    private TimeSpan _next = TimeSpan.FromMilliseconds(100);

    /// <summary>The next wait.</summary>
    public TimeSpan Next()
    {
        var wait = _next * (0.75 + (Random.Shared.NextDouble() / 2));
        _next = _next * 2 < Longest ? _next * 2 : Longest;
        return wait;
    }
}
