using System.Text;
using ImageBatch.Client;

namespace ImageBatch.Http;

/// <summary>
/// Judges the text of a URL that a user gave, for images and webhooks alike. It never resolves the host: addresses are
/// judged when connecting, since a name may point elsewhere by then.
/// </summary>
internal static class UrlSyntax
{
    private const string MustBeHttp = "The URL must be absolute and start with http:// or https://.";

    /// <summary>Finds what is wrong with a URL.</summary>
    /// <param name="url">The URL, without white space around it.</param>
    /// <param name="maxLength">Longest URL in characters.</param>
    /// <returns>
    /// Null where nothing is wrong; else <see cref="SubmissionErrorCodes.UrlInvalid"/> or
    /// <see cref="SubmissionErrorCodes.UrlTooLong"/> and a sentence that does not repeat the URL.
    /// </returns>
    public static (string Code, string Message)? Check(string? url, int maxLength)
    {
        if (string.IsNullOrWhiteSpace(url))
        {
            return Invalid("The URL is empty.");
        }

        if (url.Length > maxLength)
        {
            return (SubmissionErrorCodes.UrlTooLong, $"The URL has {url.Length} characters; at most {maxLength} are allowed.");
        }

        var schemeLength = SchemeLength(url);
        if (schemeLength == 0)
        {
            return Invalid(MustBeHttp);
        }

        if (HasControlCharacter(url) || char.IsWhiteSpace(url[^1]))
        {
            return Invalid("The URL has a control character in it, or white space after it.");
        }

        var rest = url.AsSpan(schemeLength);
        var end = rest.IndexOfAny(@"/\?#");
        if ((end < 0 ? rest : rest[..end]).Contains('@'))
        {
            return Invalid("The URL must not carry a user name or a password.");
        }

        return Uri.TryCreate(url, UriKind.Absolute, out var uri) && HasReadableHost(uri) ? null : Invalid("The URL cannot be read: check its host name and port.");
    }

    /// <summary>Whether a URI has a host whose name can be looked up.</summary>
    public static bool HasReadableHost(Uri uri)
    {
        if (uri.Host.Length == 0)
        {
            return false;
        }

        if (Ascii.IsValid(uri.Host))
        {
            return true;
        }

        // An international name is converted as late as on connecting; better to hear now that it cannot be.
        try
        {
            return uri.IdnHost.Length > 0;
        }
        catch (UriFormatException)
        {
            return false;
        }
    }

    // Uri itself is more forgiving: to it http:\\host and file paths are absolute URLs.
    private static int SchemeLength(string url) =>
        url.StartsWith("https://", StringComparison.OrdinalIgnoreCase) ? "https://".Length
        : url.StartsWith("http://", StringComparison.OrdinalIgnoreCase) ? "http://".Length
        : 0;

    private static bool HasControlCharacter(string url)
    {
        foreach (var c in url)
        {
            if (char.IsControl(c))
            {
                return true;
            }
        }

        return false;
    }

    private static (string Code, string Message) Invalid(string message) => (SubmissionErrorCodes.UrlInvalid, message);
}
