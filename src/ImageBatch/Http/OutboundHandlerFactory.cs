using System.Net;
using ImageBatch.Http.Addresses;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Http;

/// <summary>The one place where connections to the outside are made: downloads and webhooks share its rules.</summary>
internal sealed class OutboundHandlerFactory(
    IOptions<ImageBatchOptions> options, INetwork network, TimeProvider time, ILogger<OutboundHandlerFactory> logger)
{
    public const string Downloads = "ImageBatch.Downloads";
    public const string Webhooks = "ImageBatch.Webhooks";

    /// <summary>
    /// What is read at the most of a body that nobody wants (a redirect's, a webhook's answer), to keep its connection.
    /// </summary>
    public const int MaxDrainBytes = 4 << 10;

    private readonly AddressGuard _guard = new(options);

    /// <summary>Creates the handler. Redirects are the caller's: each hop is a request of its own.</summary>
    public GuardedHandler Create()
    {
        var http = options.Value.Http;
        var handler = new SocketsHttpHandler
        {
            ActivityHeadersPropagator = null, // Strangers learn no trace ids and no baggage.
            AllowAutoRedirect = false,
            AutomaticDecompression = DecompressionMethods.All,
            ConnectTimeout = http.ConnectTimeout,
            MaxConnectionsPerServer = http.MaxConnectionsPerHost,
            MaxResponseDrainSize = MaxDrainBytes,
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            Proxy = ProxyOf(http.Proxy),
            UseCookies = false,
            UseProxy = http.Proxy is not null, // Never the one that the environment names.
        };
        return new GuardedHandler(handler, http.Proxy, _guard, network, time, logger);
    }

    private static WebProxy? ProxyOf(Uri? proxy)
    {
        if (proxy is null)
        {
            return null;
        }

        var user = proxy.UserInfo.Split(':', 2);
        return new WebProxy(new UriBuilder(proxy) { UserName = "", Password = "" }.Uri)
        {
            Credentials = proxy.UserInfo.Length == 0
                ? null
                : new NetworkCredential(Uri.UnescapeDataString(user[0]), Uri.UnescapeDataString(user.ElementAtOrDefault(1) ?? "")),
        };
    }
}
