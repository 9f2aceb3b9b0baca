using ImageBatch.Client;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.AspNetCore.Security;

/// <summary>
/// Lets a signed URL stand in for the user that a route asks for, whatever policy the host put on it. It grants nothing
/// where another handler refuses, and nothing on other routes.
/// </summary>
internal sealed class SignedUrlAuthorizationHandler(UrlSigner signer) : IAuthorizationHandler
{
    public Task HandleAsync(AuthorizationHandlerContext context)
    {
        if (context.Resource is HttpContext http
            && http.GetEndpoint()?.Metadata.GetMetadata<SignedRoute>() is { } route
            && route.IsSigned(http.Request, signer))
        {
            foreach (var requirement in context.PendingRequirements.ToArray())
            {
                context.Succeed(requirement);
            }
        }

        return Task.CompletedTask;
    }
}
