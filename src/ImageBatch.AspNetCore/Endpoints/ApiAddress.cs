using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>Under which address a request reached the API.</summary>
internal static class ApiAddress
{
    /// <summary>
    /// Scheme, host, path base and prefix, without a slash at the end. Taken from the path as it came, since an outer
    /// group's prefix, maybe with parameters in it, is not known when the routes are mapped.
    /// </summary>
    /// <param name="request">The request.</param>
    /// <param name="depth">How many segments the route has below the prefix.</param>
    public static string Of(HttpRequest request, int depth)
    {
        var path = (request.Path.Value ?? "").TrimEnd('/');
        for (; depth > 0; depth--)
        {
            path = path[..Math.Max(path.LastIndexOf('/'), 0)];
        }

        return UriHelper.BuildAbsolute(request.Scheme, request.Host, request.PathBase, path).TrimEnd('/');
    }
}
