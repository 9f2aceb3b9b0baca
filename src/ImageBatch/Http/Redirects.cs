using System.Net;
using ImageBatch.Model;

namespace ImageBatch.Http;

/// <summary>Where a redirect leads, hop by hop.</summary>
internal static class Redirects
{
    public static bool IsRedirect(HttpStatusCode status) => (int)status is 301 or 302 or 303 or 307 or 308;

    /// <summary>The next hop: absolute http or https, never from https to http.</summary>
    /// <exception cref="ImageException">There is none.</exception>
    public static Uri Next(Uri current, Uri? location)
    {
        if (location is null)
        {
            throw Refused("The server redirects without saying where to.");
        }

        var next = location.IsAbsoluteUri ? location : new Uri(current, location);
        if (next.Scheme != Uri.UriSchemeHttp && next.Scheme != Uri.UriSchemeHttps)
        {
            throw Refused("The server redirects to an address that is neither http nor https.");
        }

        if (current.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
        {
            throw Refused("The server redirects from https to http.");
        }

        return next.UserInfo.Length == 0
            ? next
            : throw Refused("The server redirects to an address with user info.");
    }

    public static ImageException TooMany(int limit) => Refused($"The server redirects more than {limit} times.");

    private static ImageException Refused(string message) => new(ImageErrorCodes.DownloadRedirect, message);
}
