using ImageBatch.Client;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.AspNetCore.Security;

/// <summary>Keeps a host from handing out signed URLs that it does not accept.</summary>
internal static class SignedUrlCheck
{
    public static void Run(IServiceProvider services)
    {
        if (services.GetService<UrlSigner>() is { IsEnabled: true }
            && !services.GetServices<IAuthorizationHandler>().OfType<SignedUrlAuthorizationHandler>().Any())
        {
            throw new InvalidOperationException(
                "ImageBatchOptions.SignedUrls has secrets, but this host accepts no signed URLs: call UseSignedUrls() inside AddImageBatch(batch => …).");
        }
    }
}
