using System.Diagnostics.CodeAnalysis;
using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.Connections;

/// <summary>The addresses at which a broker may be reached.</summary>
internal static class Endpoints
{
    public const string TlsScheme = "amqps";

    private const int Port = 5672;
    private const int TlsPort = 5671;

    /// <summary>Every address that the options name.</summary>
    public static List<AmqpTcpEndpoint> Of(RabbitMQJobQueueOptions options)
    {
        var isTls = options.Uri.Scheme == TlsScheme;
        var port = options.Uri.Port > 0 ? options.Uri.Port : isTls ? TlsPort : Port;
        var hosts = options.Hosts
            .Select(host => TryParse(host, port, out var address) ? address.Value : throw new ArgumentException($"'{host}' is no host."))
            .DefaultIfEmpty((Host: options.Uri.IdnHost, Port: port));
        return [.. hosts.Select(host => new AmqpTcpEndpoint(host.Host, host.Port)
        {
            Ssl = new SslOption { Enabled = isTls, ServerName = options.TlsServerName ?? host.Host },
        })];
    }

    /// <summary>Reads <c>host</c> or <c>host:port</c>; an IPv6 address is written in brackets.</summary>
    public static bool TryParse(string? text, int defaultPort, [NotNullWhen(true)] out (string Host, int Port)? address)
    {
        address = null;
        if (Uri.TryCreate($"amqp://{text}", UriKind.Absolute, out var uri)
            && uri is { Host.Length: > 0, UserInfo: "", PathAndQuery: "/" or "", Fragment: "" }
            && text!.IndexOfAny(['/', ' ']) < 0)
        {
            address = (uri.IdnHost, uri.Port > 0 ? uri.Port : defaultPort);
        }

        return address is not null;
    }
}
