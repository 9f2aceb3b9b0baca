using System.Diagnostics.CodeAnalysis;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.AspNetCore.Security;

/// <summary>An origin of the web (RFC 6454): scheme, host and port.</summary>
internal sealed record WebOrigin(string Scheme, string Host, int Port)
{
    /// <summary>Reads an origin as browsers write it: without a path. <c>null</c>, of a page without one, is none.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WebOrigin? origin)
    {
        origin = Of(text) is { } parsed && text!.IndexOf('/', text.IndexOf("//", StringComparison.Ordinal) + 2) < 0 ? parsed : null;
        return origin is not null;
    }

    /// <summary>The origin of a URL; null where it has none.</summary>
    public static WebOrigin? Of(string? url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var uri)
        && (uri.Scheme == Uri.UriSchemeHttp || uri.Scheme == Uri.UriSchemeHttps) && uri.UserInfo.Length == 0
            ? new WebOrigin(uri.Scheme, uri.IdnHost, uri.Port)
            : null;

    /// <summary>Whether it is the host that a request asked for. The scheme is not asked: a proxy may have taken TLS off.</summary>
    public bool Is(HostString host) => host.HasValue
        && Of($"{Scheme}://{host.ToUriComponent()}") == this;
}
