using System.Net;
using System.Net.NetworkInformation;
using Microsoft.AspNetCore.HostFiltering;

namespace ImageBatch.SampleHost.Security;

/// <summary>
/// Adds to the setting <c>AllowedHosts</c> the names under which this node has to be reached: what <c>PublicBaseUrl</c> and
/// <c>Urls</c> name, the machine's own name, and its addresses, by which health probes ask. A name that a stranger has pointed
/// here (DNS rebinding) is none of them.
/// </summary>
internal static class HostNames
{
    private const string Any = "*";

    public static void AddHostNames(this WebApplicationBuilder builder, IConfigurationSection section)
    {
        var urls = builder.Configuration["Urls"];
        builder.Services.PostConfigure<HostFilteringOptions>(filter =>
        {
            if (!filter.AllowedHosts.Contains(Any))
            {
                filter.AllowedHosts = [.. filter.AllowedHosts.Union(
                    [.. Named(urls, section[nameof(ImageBatchOptions.PublicBaseUrl)]), .. Own()], StringComparer.OrdinalIgnoreCase)];
            }
        });
    }

    private static IEnumerable<string> Named(string? urls, string? publicBaseUrl)
    {
        if (Uri.TryCreate(publicBaseUrl, UriKind.Absolute, out var outside))
        {
            yield return outside.IdnHost;
        }

        foreach (var url in (urls ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (HostOf(url) is { } host)
            {
                yield return host;
            }
        }
    }

    /// <summary>The name in an address to listen at; null where it has none that a request would have.</summary>
    private static string? HostOf(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { IsUnixPipe: false, IsNamedPipe: false, Host: not ("+" or Any) and var host } ? host : null;
        }
        catch (FormatException)
        {
            // The server says so when it is to listen there.
            return null;
        }
    }

    private static List<string> Own()
    {
        var name = Dns.GetHostName();
        var own = new List<string> { name, Environment.MachineName };
        try
        {
            if (IPGlobalProperties.GetIPGlobalProperties().DomainName is { Length: > 0 } domain)
            {
                own.Add($"{name}.{domain}");
            }

            own.AddRange(NetworkInterface.GetAllNetworkInterfaces()
                .SelectMany(network => network.GetIPProperties().UnicastAddresses)
                .Select(address => Write(address.Address)));
        }
        catch (NetworkInformationException)
        {
            // A system that tells nothing of its networks: AllowedHosts is there to name what is missing.
        }

        return own;
    }

    /// <summary>An address as the header Host has it: IPv6 in brackets, and without the zone.</summary>
    private static string Write(IPAddress address) => address.AddressFamily == System.Net.Sockets.AddressFamily.InterNetworkV6
        ? $"[{new IPAddress(address.GetAddressBytes())}]"
        : address.ToString();
}
