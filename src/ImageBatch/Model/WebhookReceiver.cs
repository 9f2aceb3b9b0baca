using System.Net;
using System.Net.Sockets;

namespace ImageBatch.Model;

/// <summary>Who gets a delivery, so that no receiver takes the places of others.</summary>
/// <param name="Host">The URL's host name and port, in one spelling: <c>hooks.example.com:443</c>.</param>
/// <param name="Site">
/// What several hosts of one owner share: the last two labels of the name (<c>example.com</c>), an IPv4 address, the /64 of an IPv6
/// address. One who has a domain has any number of names below it.
/// </param>
public sealed record WebhookReceiver(string Host, string Site)
{
    /// <summary>The receiver of a webhook's URL. A text that is no URL stands for itself.</summary>
    public static WebhookReceiver Of(string url)
    {
        ArgumentNullException.ThrowIfNull(url);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var uri) || NameOf(uri) is not { Length: > 0 } name)
        {
            return new(url, url);
        }

        return new(FormattableString.Invariant($"{name}:{uri.Port}"), SiteOf(name));
    }

    /// <summary>Whether its host or its site is among those that are left out.</summary>
    public bool IsAmong(IReadOnlyCollection<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return names.Contains(Host) || names.Contains(Site);
    }

    private static string NameOf(Uri uri)
    {
        try
        {
            return uri.IdnHost.TrimEnd('.').ToLowerInvariant();
        }
        catch (UriFormatException)
        {
            return uri.Host.ToLowerInvariant();
        }
    }

    private static string SiteOf(string name)
    {
        if (IPAddress.TryParse(name, out var address))
        {
            return address.AddressFamily == AddressFamily.InterNetworkV6
                ? Convert.ToHexStringLower(address.GetAddressBytes(), 0, 8)
                : name;
        }

        var last = name.LastIndexOf('.');
        return last > 0 && name.LastIndexOf('.', last - 1) is >= 0 and var second ? name[(second + 1)..] : name;
    }
}
