using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using ImageBatch.Http.Addresses;
using ImageBatch.Model;

namespace ImageBatch.Testing;

/// <summary>
/// An internet of a test's own: names have the addresses it says, and its addresses lead to servers of this machine.
/// Addresses that it does not know are really connected to, so that a guard which lets one by is found out.
/// </summary>
internal sealed class TestNetwork : INetwork
{
    private readonly ConcurrentDictionary<string, Func<int, string[]>> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<string, int> _resolved = new(StringComparer.OrdinalIgnoreCase);
    private readonly ConcurrentDictionary<IPAddress, IPEndPoint> _routes = new();
    private readonly SystemNetwork _system = new(TimeProvider.System);

    public ConcurrentQueue<IPEndPoint> Connections { get; } = new();

    public int Resolved(string name) => _resolved.GetValueOrDefault(name);

    public TestNetwork Name(string name, params string[] addresses) => Name(name, _ => addresses);

    /// <summary>A name whose addresses depend on how often it was asked for before.</summary>
    public TestNetwork Name(string name, Func<int, string[]> addresses)
    {
        _names[name] = addresses;
        return this;
    }

    public TestNetwork Route(string address, string serverRoot)
    {
        var server = new Uri(serverRoot);
        _routes[IPAddress.Parse(address)] = new IPEndPoint(IPAddress.Parse(server.Host), server.Port);
        return this;
    }

    public Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, JobId? job, CancellationToken cancellationToken)
    {
        var times = _resolved.AddOrUpdate(host, 1, (_, before) => before + 1);
        return _names.TryGetValue(host, out var addresses)
            ? Task.FromResult<IReadOnlyList<IPAddress>>([.. addresses(times - 1).Select(IPAddress.Parse)])
            : throw new SocketException((int)SocketError.HostNotFound);
    }

    public Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken)
    {
        Connections.Enqueue(endPoint);
        return _system.ConnectAsync(_routes.GetValueOrDefault(endPoint.Address) ?? endPoint, cancellationToken);
    }
}
