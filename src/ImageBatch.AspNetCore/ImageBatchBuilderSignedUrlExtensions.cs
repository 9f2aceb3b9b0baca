using ImageBatch;
using ImageBatch.AspNetCore.Security;
using Microsoft.AspNetCore.Authorization;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Opens outputs and result CSVs to who holds their URL.</summary>
public static class ImageBatchBuilderSignedUrlExtensions
{
    /// <summary>
    /// Lets who holds the signed URL of an output or a result CSV read it without being a user, where
    /// <c>MapImageBatch().RequireAuthorization()</c> asks for one: a browser, or the receiver of a webhook. What signs is
    /// <see cref="ImageBatchOptions.SignedUrls"/>; without a secret there nothing is signed, and nothing opened.
    /// </summary>
    public static IImageBatchBuilder UseSignedUrls(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IAuthorizationHandler, SignedUrlAuthorizationHandler>());
        return builder;
    }

    /// <summary>As <see cref="UseSignedUrls(IImageBatchBuilder)"/>, with options.</summary>
    public static IImageBatchBuilder UseSignedUrls(this IImageBatchBuilder builder, Action<SignedUrlOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        return builder.Configure(options => configure(options.SignedUrls)).UseSignedUrls();
    }
}
