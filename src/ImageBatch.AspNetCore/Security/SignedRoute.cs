using ImageBatch.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Security;

/// <summary>Marks a route that who holds its signed URL may read.</summary>
/// <param name="PathOf">The path below the prefix, from the values of the request's route.</param>
internal sealed record SignedRoute(Func<RouteValueDictionary, string> PathOf)
{
    /// <summary>Whether the request came by a signed URL of just what it asks for.</summary>
    public bool IsSigned(HttpRequest request, UrlSigner signer) => signer.IsValid(
        PathOf(request.RouteValues),
        request.Query[UrlSigner.ExpiresParameter],
        request.Query[UrlSigner.SignatureParameter]);
}
