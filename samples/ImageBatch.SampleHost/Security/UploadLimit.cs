using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using ImageBatch.SampleHost.Configuration;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ImageBatch.SampleHost.Security;

/// <summary>Limits how many uploads, and how many dry runs, one client sends in a minute. Nothing else is limited.</summary>
internal static class UploadLimit
{
    public static IServiceCollection AddUploadLimit(this IServiceCollection services, HostSettings settings) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                http => IsUpload(http)
                    ? Limit(ClientOf(http.Connection.RemoteIpAddress), IsDryRun(http.Request), settings)
                    : RateLimitPartition.GetNoLimiter(""));
            limiter.OnRejected = (rejected, _) =>
            {
                if (rejected.Lease.TryGetMetadata(MetadataName.RetryAfter, out var wait))
                {
                    rejected.HttpContext.Response.Headers.RetryAfter =
                        Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
                }

                return ValueTask.CompletedTask;
            };
        });

    /// <summary>Dry runs are counted apart: who checks a catalogue until it is right can still send it.</summary>
    private static RateLimitPartition<string> Limit(string client, bool isDryRun, HostSettings settings)
    {
        var permits = isDryRun ? settings.DryRunsPerMinute : settings.UploadsPerMinute;
        return permits == 0
            ? RateLimitPartition.GetNoLimiter("")
            : RateLimitPartition.GetFixedWindowLimiter($"{client} {isDryRun}", _ => new()
            {
                PermitLimit = permits,
                Window = TimeSpan.FromMinutes(1),
            });
    }

    private static bool IsDryRun(HttpRequest request) =>
        request.Query.TryGetValue("dry_run", out var value) && value.ToString().ToUpperInvariant() is not ("FALSE" or "0");

    private static bool IsUpload(HttpContext http) =>
        http.GetEndpoint() is RouteEndpoint endpoint
        && endpoint.RoutePattern.PathSegments is [.., { Parts: [RoutePatternLiteralPart { Content: "upload" }] }];

    /// <summary>A client's address. One that has IPv6 has a whole /64 of them.</summary>
    private static string ClientOf(IPAddress? address)
    {
        if (address is null || address.IsIPv4MappedToIPv6)
        {
            return address?.MapToIPv4().ToString() ?? "";
        }

        var bytes = address.GetAddressBytes();
        return Convert.ToHexString(bytes, 0, Math.Min(bytes.Length, 8));
    }
}
