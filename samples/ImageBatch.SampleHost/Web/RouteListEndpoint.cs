using System.Text;
using Microsoft.AspNetCore.Http.Metadata;

namespace ImageBatch.SampleHost.Web;

/// <summary><c>GET /</c> answers with what there is to call.</summary>
internal static class RouteListEndpoint
{
    public static void MapRouteList(this WebApplication app) =>
        app.MapGet("/", (EndpointDataSource source) => Results.Text(Write(source.Endpoints))).ExcludeFromDescription();

    private static string Write(IEnumerable<Endpoint> endpoints)
    {
        var text = new StringBuilder("ImageBatch\n\n");
        foreach (var endpoint in endpoints.OfType<RouteEndpoint>())
        {
            if (endpoint.Metadata.GetMetadata<IEndpointSummaryMetadata>() is { } summary)
            {
                var methods = endpoint.Metadata.GetRequiredMetadata<HttpMethodMetadata>().HttpMethods;
                var path = "/" + endpoint.RoutePattern.RawText?.TrimStart('/');
                text.Append($"{string.Join('|', methods),-7}{path,-40} {summary.Summary}\n");
            }
        }

        return text
            .Append($"\n{"GET",-7}{"/openapi/v1.json",-40} The OpenAPI document of these\n")
            .Append($"{"GET",-7}{"/health",-40} Whether the process lives\n")
            .Append($"{"GET",-7}{"/health/ready",-40} Whether it can serve, and if not, which part fails\n")
            .ToString();
    }
}
