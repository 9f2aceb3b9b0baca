using ImageBatch.Http;
using ImageBatch.Http.Addresses;
using Microsoft.Extensions.Options;

namespace ImageBatch;

/// <summary>Checks what no annotation can: that hosts, networks, ports, the proxy and the user agent can be read.</summary>
internal sealed class HttpOptionsValidator : IValidateOptions<ImageBatchOptions>
{
    private static readonly string[] ProxySchemes = ["http", "https", "socks5"];

    public ValidateOptionsResult Validate(string? name, ImageBatchOptions options)
    {
        string[] failures = [.. Failures(options.Http)];
        return failures.Length == 0 ? ValidateOptionsResult.Success : ValidateOptionsResult.Fail(failures);
    }

    // Lists that are missing are the annotations' to report.
    private static IEnumerable<string> Failures(HttpOptions http)
    {
        foreach (var host in (http.AllowedHosts ?? []).Where(host => !AllowedHost.TryParse(host, out _)))
        {
            yield return $"Http.AllowedHosts: '{host}' is no host name. Write cdn.example.com, or *.example.com for all "
                + "names below one, without scheme, port and path.";
        }

        foreach (var network in (http.AllowedNetworks ?? []).Where(network => !AddressBlock.TryParse(network, out _)))
        {
            yield return $"Http.AllowedNetworks: '{network}' is no network in CIDR notation, such as 10.20.0.0/16, or "
                + "10.20.0.7/32 for a single address.";
        }

        foreach (var port in (http.AllowedPorts ?? []).Where(port => port is < 1 or > 65_535))
        {
            yield return $"Http.AllowedPorts: {port} is no port; ports are 1 to 65,535.";
        }

        // Not repeated: it may hold a password.
        if (http.Proxy is { } proxy && !(proxy.IsAbsoluteUri && ProxySchemes.Contains(proxy.Scheme) && proxy.Port > 0))
        {
            yield return "Http.Proxy must be an absolute URL with a port, such as http://proxy.example.com:3128; its "
                + "scheme must be http, https or socks5.";
        }

        // One that is missing is the annotations' to report as well.
        if (!string.IsNullOrWhiteSpace(http.UserAgent) && !UserAgentHeader.IsLegal(http.UserAgent))
        {
            yield return "Http.UserAgent is no user agent. Write a name without spaces with a version, and what else you "
                + "want to say in parentheses: ShopImages/2.1 (+https://shop.example.com/bot).";
        }
    }
}
