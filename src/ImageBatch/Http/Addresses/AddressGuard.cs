using System.Net;
using Microsoft.Extensions.Options;

namespace ImageBatch.Http.Addresses;

/// <summary>
/// Says which hosts and addresses this process may call, by the options of <see cref="HttpOptions"/>: once when a
/// request is made, for what its URL says, and once when it connects, for what its host's name has become.
/// </summary>
internal sealed class AddressGuard
{
    private readonly AllowedHost[] _hosts;
    private readonly AddressBlock[] _networks;
    private readonly HashSet<int> _ports;
    private readonly bool _allowPrivate;
    private readonly bool _resolvesElsewhere;

    public AddressGuard(IOptions<ImageBatchOptions> options)
    {
        var http = options.Value.Http;
        _hosts = [.. http.AllowedHosts.Select(AllowedHost.Parse)];
        _networks = [.. http.AllowedNetworks.Select(AddressBlock.Parse)];
        _ports = [80, 443, .. http.AllowedPorts];
        _allowPrivate = http.AllowPrivateNetworks;
        _resolvesElsewhere = http.Proxy is not null;
    }

    /// <summary>Judges what a URL says before any name is resolved.</summary>
    /// <exception cref="BlockedException">It must not be called.</exception>
    public void Check(Uri uri)
    {
        if (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps)
        {
            throw new BlockedException($"the scheme {uri.Scheme} is neither http nor https");
        }

        if (uri.UserInfo.Length > 0)
        {
            throw new BlockedException("the URL carries user info");
        }

        if (_hosts.Length > 0 && !_hosts.Any(host => host.Matches(uri)))
        {
            throw new BlockedException($"{nameof(HttpOptions.AllowedHosts)} does not name the host");
        }

        // A zone names an interface of this machine, which is nobody's business but ours.
        if (uri.IdnHost.Contains('%', StringComparison.Ordinal))
        {
            throw new BlockedException("the address has a zone");
        }

        if (IPAddress.TryParse(uri.IdnHost, out var address))
        {
            Check(address, uri.Port);
        }
        else if (_resolvesElsewhere)
        {
            CheckPort(uri.Port);
        }
    }

    /// <summary>Judges all that a name was resolved to. One address that is refused refuses the others too.</summary>
    /// <exception cref="BlockedException">One of them must not be called.</exception>
    public void Check(IReadOnlyList<IPAddress> addresses, int port)
    {
        foreach (var address in addresses)
        {
            Check(address, port);
        }
    }

    private void Check(IPAddress address, int port)
    {
        var kind = AddressBlocks.KindOf(address);
        if (kind == AddressKind.Public)
        {
            CheckPort(port);
        }
        else if (!(_allowPrivate && kind == AddressKind.Private)
            && !Array.Exists(_networks, network => network.Contains(address)))
        {
            throw new BlockedException($"{address} is not public");
        }
    }

    private void CheckPort(int port)
    {
        if (!_ports.Contains(port))
        {
            throw new BlockedException($"port {port} is not allowed");
        }
    }
}
