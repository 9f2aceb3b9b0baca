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

        if (!Uri.TryCreate(current, location, out var next))
        {
            throw Refused("The server redirects to an address that cannot be read.");
        }

        if (next.Scheme != Uri.UriSchemeHttp && next.Scheme != Uri.UriSchemeHttps)
        {
            throw Refused("The server redirects to an address that is neither http nor https.");
        }

        if (current.Scheme == Uri.UriSchemeHttps && next.Scheme == Uri.UriSchemeHttp)
        {
            throw Refused("The server redirects from https to http.");
        }

        if (next.UserInfo.Length > 0)
        {
            throw Refused("The server redirects to an address with user info.");
        }

        return UrlSyntax.HasReadableHost(next)
            ? next
            : throw Refused("The server redirects to a host whose name cannot be read.");
    }

    public static ImageException TooMany(int limit) => Refused($"The server redirects more than {limit} times.");

    private static ImageException Refused(string message) => new(ImageErrorCodes.DownloadRedirect, message);
}
