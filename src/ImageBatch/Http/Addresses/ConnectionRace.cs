using System.Net;

namespace ImageBatch.Http.Addresses;

/// <summary>
/// Connects to the first of several addresses that answers: each gets a head start over the next, so that one that
/// swallows packets costs a moment and not the whole time for connecting (RFC 8305, sections 4 and 5).
/// </summary>
internal static class ConnectionRace
{
    /// <summary>The connection attempt delay that the standard recommends.</summary>
    private static readonly TimeSpan HeadStart = TimeSpan.FromMilliseconds(250);

    /// <summary>A name can have any number of addresses; trying them all would be a scan on a stranger's behalf.</summary>
    private const int MaxAttempts = 8;

    /// <summary>Connects to one of the addresses.</summary>
    /// <exception cref="Exception">The last attempt's, where all fail.</exception>
    public static async Task<Stream> RunAsync(
        INetwork network, IReadOnlyList<IPAddress> addresses, int port, TimeProvider time, CancellationToken cancellationToken)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = new Queue<IPAddress>(Alternate(addresses).Take(MaxAttempts));
        var running = new List<Task<Stream>>();
        try
        {
            while (true)
            {
                cancellationToken.ThrowIfCancellationRequested();
                if (waiting.TryDequeue(out var address))
                {
                    running.Add(network.ConnectAsync(new IPEndPoint(address, port), stop.Token));
                }

                if (await FirstToEndAsync(running, waiting.Count > 0, time, stop.Token).ConfigureAwait(false) is { } ended)
                {
                    running.Remove(ended);
                    if (ended.IsCompletedSuccessfully || running.Count + waiting.Count == 0)
                    {
                        return await ended.ConfigureAwait(false);
                    }
                }
            }
        }
        finally
        {
            await stop.CancelAsync().ConfigureAwait(false);
            running.ForEach(attempt => _ = AbandonAsync(attempt));
        }
    }

    /// <summary>Families take turns, so that many addresses of one that is not routed do not hide the other.</summary>
    private static IEnumerable<IPAddress> Alternate(IReadOnlyList<IPAddress> addresses) => addresses
        .GroupBy(address => address.AddressFamily)
        .SelectMany(family => family.Select((address, rank) => (address, rank)))
        .OrderBy(entry => entry.rank)
        .Select(entry => entry.address);

    /// <summary>The attempt that ends first; null where others wait and the head start is over before that.</summary>
    private static async Task<Task<Stream>?> FirstToEndAsync(
        List<Task<Stream>> running, bool othersWait, TimeProvider time, CancellationToken cancellationToken)
    {
        IEnumerable<Task> ends = othersWait ? [.. running, Task.Delay(HeadStart, time, cancellationToken)] : running;
        return await Task.WhenAny(ends).ConfigureAwait(false) as Task<Stream>;
    }

    /// <summary>Closes the connection of an attempt that comes too late.</summary>
    private static async Task AbandonAsync(Task<Stream> attempt)
    {
        await ((Task)attempt).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (attempt.IsCompletedSuccessfully)
        {
            await (await attempt.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }
    }
}
