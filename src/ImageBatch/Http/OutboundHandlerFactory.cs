using System.Net;
using Microsoft.Extensions.Options;

namespace ImageBatch.Http;

/// <summary>The one place where connections to the outside are made: downloads and webhooks share its rules.</summary>
internal sealed class OutboundHandlerFactory(IOptions<ImageBatchOptions> options)
{
    public const string Downloads = "ImageBatch.Downloads";
    public const string Webhooks = "ImageBatch.Webhooks";

    /// <summary>
    /// What is read at the most of a body that nobody wants (a redirect's, a webhook's answer), to keep its connection.
    /// </summary>
    public const int MaxDrainBytes = 4 << 10;

    /// <summary>Creates the handler. Redirects are the caller's: each hop is a request of its own.</summary>
    public SocketsHttpHandler Create() => new()
    {
        AllowAutoRedirect = false,
        AutomaticDecompression = DecompressionMethods.All,
        ConnectTimeout = options.Value.Http.ConnectTimeout,
        MaxConnectionsPerServer = options.Value.Http.MaxConnectionsPerHost,
        MaxResponseDrainSize = MaxDrainBytes,
        PooledConnectionLifetime = TimeSpan.FromMinutes(5),
        UseCookies = false,
        UseProxy = false,
    };
}
