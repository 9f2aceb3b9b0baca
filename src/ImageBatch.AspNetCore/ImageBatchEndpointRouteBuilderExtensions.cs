using ImageBatch.AspNetCore.Endpoints;
using ImageBatch.AspNetCore.Errors;
using ImageBatch.AspNetCore.Security;
using ImageBatch.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Maps the HTTP API of ImageBatch.</summary>
public static class ImageBatchEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Maps the routes <c>upload</c>, <c>status</c>, <c>download</c>, <c>webhook</c>, <c>cancel</c>, <c>retry</c> and
    /// <c>images</c> below a prefix. May be called for several prefixes: all of them show the same jobs.
    /// </summary>
    /// <param name="endpoints">Where to map them.</param>
    /// <param name="prefix">The prefix; <c>""</c> and <c>"/"</c> are the root.</param>
    /// <returns>The group of all routes, for <c>RequireAuthorization()</c>, rate limits and the like.</returns>
    /// <exception cref="InvalidOperationException">
    /// <c>AddImageBatch()</c> was not called, or URLs are signed and <c>UseSignedUrls()</c> was not, or one of
    /// <see cref="ImageBatch.AspNetCore.ImageBatchApiOptions.AllowedOrigins"/> is no origin.
    /// </exception>
    public static RouteGroupBuilder MapImageBatch(this IEndpointRouteBuilder endpoints, string prefix = "/api")
    {
        ArgumentNullException.ThrowIfNull(endpoints);
        ArgumentNullException.ThrowIfNull(prefix);
        var services = endpoints.ServiceProvider.GetService<IServiceProviderIsService>();
        if (services?.IsService(typeof(IImageBatchClient)) == false)
        {
            throw new InvalidOperationException(
                "MapImageBatch needs the services of ImageBatch: call builder.Services.AddImageBatch(…) first.");
        }

        SignedUrlCheck.Run(endpoints.ServiceProvider);
        OriginCheck.Run(endpoints.ServiceProvider);
        var group = endpoints.MapGroup(prefix.TrimEnd('/')).WithTags("ImageBatch");
        group.AddEndpointFilter(ErrorFilter.InvokeAsync);
        group.AddEndpointFilter(CallerFilter.InvokeAsync);
        UploadEndpoint.Map(group);
        StatusEndpoint.Map(group);
        ImagesEndpoint.Map(group);
        DownloadEndpoint.Map(group);
        WebhookEndpoint.Map(group);
        ChangeEndpoints.Map(group);
        DeleteEndpoint.Map(group);
        OutputEndpoint.Map(group);
        return group;
    }
}
