using ImageBatch.AspNetCore.Errors;
using ImageBatch.Http;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace ImageBatch.AspNetCore.Security;

/// <summary>
/// Refuses who is led to call: a browser, by a page of another origin, and ImageBatch itself, by the URL of an image or a webhook.
/// </summary>
internal static class CallerFilter
{
    /// <exception cref="RequestException">The call is refused.</exception>
    public static ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        if (OutboundMark.IsIn(http.Request.Headers[OutboundMark.Header])
            && http.GetEndpoint()?.Metadata.GetMetadata<OpenToOwnCalls>() is null)
        {
            throw Refusals.OwnCall();
        }

        // Reading is left to the browser, which shows no answer to a page of another origin unless the host says so (CORS).
        if (!HttpMethods.IsGet(http.Request.Method) && !HttpMethods.IsHead(http.Request.Method) && !IsAllowed(http))
        {
            throw Refusals.CrossOrigin(http.Request.Headers.Origin);
        }

        return next(context);
    }

    /// <summary>What browsers say they were led by: nothing, in requests of other programs (Fetch Metadata; RFC 6454, section 7).</summary>
    private static bool IsAllowed(HttpContext http)
    {
        var headers = http.Request.Headers;
        var site = headers["Sec-Fetch-Site"].ToString();
        var origin = headers.Origin.ToString();
        if (site is "same-origin" or "none" || (site.Length == 0 && headers.Origin.Count == 0))
        {
            return true;
        }

        var api = http.RequestServices.GetRequiredService<IOptions<ImageBatchApiOptions>>().Value;
        var engine = http.RequestServices.GetRequiredService<IOptions<ImageBatchOptions>>().Value;
        return WebOrigin.TryParse(origin, out var from)
            && (api.AllowedOrigins.Any(allowed => WebOrigin.TryParse(allowed, out var known) && known == from)
                || (site.Length == 0 && (from.Is(http.Request.Host) || from == WebOrigin.Of(engine.PublicBaseUrl))));
    }
}
