using System.Net;
using System.Net.Sockets;
using ImageBatch.Model;
using Microsoft.Extensions.Options;

namespace ImageBatch.Http.Addresses;

/// <summary>
/// Bounds how many calls go to one address and port at once, whatever names lead there: a server with many names, or one that
/// others redirect to, gets no more connections than one with a single name. Thread-safe.
/// </summary>
/// <remarks>
/// Of a name with several addresses the lowest stands for all. Behind a proxy, which resolves the names itself, nothing is
/// bounded here.
/// </remarks>
internal sealed class AddressPlaces(IOptions<ImageBatchOptions> options, INetwork network)
{
    private readonly AddressGuard _guard = new(options);
    private readonly HttpOptions _options = options.Value.Http;
    private readonly Dictionary<IPEndPoint, Places> _byAddress = [];

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
        IReadOnlyList<IPAddress> addresses, int port, CancellationToken cancellationToken)
    {
        if (addresses.Count == 0)
        {
            return null;
        }

        var places = Open(new IPEndPoint(LowestOf(addresses), port));
        try
        {
            await places.Free.WaitAsync(cancellationToken).ConfigureAwait(false);
            return new Place(places);
        }
        catch
        {
            Leave(places);
            throw;
        }
    }

    private static IPAddress LowestOf(IReadOnlyList<IPAddress> addresses) => addresses
        .Select(address => address.IsIPv4MappedToIPv6 ? address.MapToIPv4() : address)
        .OrderBy(address => address.AddressFamily)
        .ThenBy(address => Convert.ToHexString(address.GetAddressBytes()), StringComparer.Ordinal)
        .First();

    private Places Open(IPEndPoint address)
    {
        lock (_byAddress)
        {
            if (!_byAddress.TryGetValue(address, out var places))
            {
                _byAddress[address] = places = new Places(this, address, _options.MaxConnectionsPerHost);
            }

            places.Users++;
            return places;
        }
    }

    private void Leave(Places places)
    {
        lock (_byAddress)
        {
            if (--places.Users == 0)
            {
                _byAddress.Remove(places.Address);
                places.Free.Dispose();
            }
        }
    }

    private sealed class Places(AddressPlaces all, IPEndPoint address, int count)
    {
        public IPEndPoint Address => address;

        public SemaphoreSlim Free { get; } = new(count);

        public int Users { get; set; }

        public void GiveBack()
        {
            Free.Release();
            all.Leave(this);
        }
    }

    private sealed class Place(Places places) : IDisposable
    {
        private Places? _places = places;

        public void Dispose() => Interlocked.Exchange(ref _places, null)?.GiveBack();
    }
}
