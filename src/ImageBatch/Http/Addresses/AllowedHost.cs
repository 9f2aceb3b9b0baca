using System.Diagnostics.CodeAnalysis;

namespace ImageBatch.Http.Addresses;

/// <summary>A host name that may be called, or with <c>*.</c> before it all names below it.</summary>
internal sealed class AllowedHost
{
    private const string Below = "*.";

    private readonly string _name;
    private readonly bool _below;

    private AllowedHost(string name, bool below) => (_name, _below) = (name, below);

    /// <summary>Reads a name.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AllowedHost Parse(string text) =>
        TryParse(text, out var host) ? host : throw new FormatException($"'{text}' is no host name.");

    /// <summary>Reads a name, or an address literal, without scheme and port.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out AllowedHost? host)
    {
        host = null;
        var below = text?.StartsWith(Below, StringComparison.Ordinal) == true;
        var name = below ? text![Below.Length..] : text;
        if (string.IsNullOrEmpty(name) || Uri.CheckHostName(name) == UriHostNameType.Unknown)
        {
            return false;
        }

        var uri = new UriBuilder(Uri.UriSchemeHttp, name).Uri;
        if (!UrlSyntax.HasReadableHost(uri))
        {
            return false;
        }

        host = new AllowedHost(NameOf(uri), below);
        return true;
    }

    public bool Matches(Uri uri)
    {
        var name = NameOf(uri);
        return _below
            ? name.Length > _name.Length + 1 && name.EndsWith(_name, StringComparison.OrdinalIgnoreCase) && name[^(_name.Length + 1)] == '.'
            : name.Equals(_name, StringComparison.OrdinalIgnoreCase);
    }

    // A name with the root's dot after it is the same name.
    private static string NameOf(Uri uri) => uri.IdnHost.TrimEnd('.');
}
