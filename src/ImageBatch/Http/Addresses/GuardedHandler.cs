using System.Net;
using ImageBatch.Diagnostics;
using Microsoft.Extensions.Logging;

namespace ImageBatch.Http.Addresses;

/// <summary>
/// Lets a request out only where the <see cref="AddressGuard"/> does: the URL of each, and each connection that is made
/// for one. A name is resolved once, and what was judged is what is connected to, so that a name which points elsewhere
/// a moment later (DNS rebinding) gains nothing.
/// </summary>
internal sealed class GuardedHandler : DelegatingHandler
{
    /// <summary>The addresses of a request's host where its sender has looked them up; otherwise, or empty, that is done here.</summary>
    public static readonly HttpRequestOptionsKey<IReadOnlyList<IPAddress>> Addresses = new("ImageBatch.Addresses");

    private readonly AddressGuard _guard;
    private readonly INetwork _network;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly DnsEndPoint? _proxy;

    /// <summary>Takes over how a handler connects.</summary>
    /// <param name="inner">Follows no redirects by itself: each hop has to come by here.</param>
    /// <param name="proxy">The proxy that the handler uses, which no rule is for.</param>
    /// <param name="guard">The rules.</param>
    /// <param name="network">What connects.</param>
    /// <param name="time">Times the attempts to connect.</param>
    /// <param name="logger">Is told what was refused, and why.</param>
    public GuardedHandler(
        SocketsHttpHandler inner, Uri? proxy, AddressGuard guard, INetwork network, TimeProvider time, ILogger logger)
        : base(inner)
    {
        (_guard, _network, _time, _logger) = (guard, network, time, logger);
        _proxy = proxy is null ? null : new DnsEndPoint(proxy.IdnHost, proxy.Port);
        inner.ConnectCallback = ConnectAsync;
    }

    protected override Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var uri = request.RequestUri!;
        Judge(() => _guard.Check(uri), uri.Host, uri.Port);
        request.Version = HttpVersion.Version20;
        request.VersionPolicy = HttpVersionPolicy.RequestVersionOrLower;
        return base.SendAsync(request, cancellationToken);
    }

    private async ValueTask<Stream> ConnectAsync(
        SocketsHttpConnectionContext context, CancellationToken cancellationToken)
    {
        var (host, port) = (context.DnsEndPoint.Host, context.DnsEndPoint.Port);
        var isProxy = context.DnsEndPoint.Equals(_proxy);
        if (isProxy || !context.InitialRequestMessage.Options.TryGetValue(Addresses, out var addresses) || addresses.Count == 0)
        {
            addresses = IPAddress.TryParse(host, out var literal)
                ? [literal]
                : await _network.ResolveAsync(host, job: null, cancellationToken).ConfigureAwait(false);
        }

        if (!isProxy)
        {
            Judge(() => _guard.Check(addresses, port), host, port);
        }

        return await ConnectionRace.RunAsync(_network, addresses, port, _time, cancellationToken).ConfigureAwait(false);
    }

    private void Judge(Action check, string host, int port)
    {
        try
        {
            check();
        }
        catch (BlockedException exception)
        {
            Log.CallBlocked(_logger, host, port, exception.Message);
            throw;
        }
    }
}
