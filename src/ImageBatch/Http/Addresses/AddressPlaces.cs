using System.Net;
using System.Net.Sockets;
using ImageBatch.Fairness;
using ImageBatch.Model;
using Microsoft.Extensions.Options;

namespace ImageBatch.Http.Addresses;

/// <summary>
/// Bounds how many calls go to one address and port at once, whatever names lead there: a server with many names, or one that
/// others redirect to, gets no more connections than one with a single name. Jobs take turns. Thread-safe.
/// </summary>
/// <remarks>
/// Of a name with several addresses the lowest stands for all. Behind a proxy, which resolves the names itself, nothing is
/// bounded here.
/// </remarks>
internal sealed class AddressPlaces(IOptions<ImageBatchOptions> options, INetwork network, TimeProvider time)
    : FairGate<IPEndPoint, int>(time)
{
    private readonly AddressGuard _guard = new(options);
    private readonly HttpOptions _options = options.Value.Http;
    private readonly Dictionary<IPEndPoint, ConnectionPlaces> _places = [];

    /// <summary>The addresses of a URL's host; empty where they are not known here: behind a proxy, or where there are none.</summary>
    public async ValueTask<IReadOnlyList<IPAddress>> FindAsync(Uri uri, JobId? job, CancellationToken cancellationToken)
    {
        if (_options.Proxy is not null)
        {
            return [];
        }

        try
        {
            // Nobody asks for the addresses of a host that may not be called.
            _guard.Check(uri);
            return IPAddress.TryParse(uri.IdnHost, out var literal)
                ? [literal]
                : await network.ResolveAsync(uri.IdnHost, job, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (exception is SocketException or BlockedException)
        {
            // The call itself says what is wrong.
            return [];
        }
    }

    /// <summary>Waits for a place at a host's addresses. Disposing what it answers gives it back.</summary>
    public async Task<IDisposable?> EnterAsync(
        IReadOnlyList<IPAddress> addresses, int port, JobId job, CancellationToken cancellationToken)
    {
        if (addresses.Count == 0)
        {
            return null;
        }

        var address = new IPEndPoint(LowestOf(addresses), port);
        await WaitAsync(job, address, 1, cancellationToken).ConfigureAwait(false);
        return new Place(() =>
        {
            lock (Sync)
            {
                Count(address, job, -1);
                Grant();
            }
        });
    }

    protected override bool JobMay(JobId job) => true;

    protected override bool May(Waiter<IPEndPoint, int> waiter) =>
        !_places.TryGetValue(waiter.Lane, out var places) || places.HasRoomFor(waiter.Job);

    protected override void Take(Waiter<IPEndPoint, int> waiter) => Count(waiter.Lane, waiter.Job, 1);

    private static IPAddress LowestOf(IReadOnlyList<IPAddress> addresses) => addresses
        .Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        .OrderBy(address => address.AddressFamily)
        .ThenBy(address => Convert.ToHexString(address.GetAddressBytes()), StringComparer.Ordinal)
        .First();

    private void Count(IPEndPoint address, JobId job, int change)
    {
        if (!_places.TryGetValue(address, out var places))
        {
            _places[address] = places = new ConnectionPlaces(_options.MaxConnectionsPerHost);
        }

        places.Add(job, change);
        if (places.IsEmpty)
        {
            _places.Remove(address);
        }
    }
}
