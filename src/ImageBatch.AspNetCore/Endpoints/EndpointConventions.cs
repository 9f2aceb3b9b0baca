using ImageBatch.AspNetCore.Contracts;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;

namespace ImageBatch.AspNetCore.Endpoints;

/// <summary>What every route says of itself.</summary>
internal static class EndpointConventions
{
    /// <summary>
    /// Names a route after itself and the prefix it ends up under, outer groups included: <c>ImageBatch.Upload.api</c>.
    /// </summary>
    public static RouteHandlerBuilder Describe(
        this RouteHandlerBuilder builder, string name, string route, string summary, string description)
    {
        builder.Add(endpoint =>
        {
            var pattern = ((RouteEndpointBuilder)endpoint).RoutePattern.RawText ?? route;
            var prefix = pattern[..^route.Length].Trim('/').Replace('/', '.');
            var full = prefix.Length == 0 ? $"ImageBatch.{name}" : $"ImageBatch.{name}.{prefix}";
            endpoint.Metadata.Add(new EndpointNameMetadata(full));
            endpoint.Metadata.Add(new RouteNameMetadata(full));
        });
        return builder.WithSummary(summary).WithDescription(description);
    }

    /// <summary>Says with which statuses a route can fail; with 503 any can.</summary>
    public static RouteHandlerBuilder Fails(this RouteHandlerBuilder builder, params ReadOnlySpan<int> statuses)
    {
        foreach (var status in statuses)
        {
            builder.Produces<ApiProblem>(status, ApiProblem.ContentType);
        }

        return builder.Produces<ApiProblem>(StatusCodes.Status503ServiceUnavailable, ApiProblem.ContentType);
    }
}
