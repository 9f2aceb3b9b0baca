using System.Globalization;
using System.Net;
using System.Threading.RateLimiting;
using ImageBatch.SampleHost.Configuration;
using Microsoft.AspNetCore.Routing.Patterns;

namespace ImageBatch.SampleHost.Security;

/// <summary>Limits how many uploads one client sends in a minute. Nothing else is limited.</summary>
internal static class UploadLimit
{
    public static IServiceCollection AddUploadLimit(this IServiceCollection services, HostSettings settings) =>
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.GlobalLimiter = PartitionedRateLimiter.Create<HttpContext, string>(
                http => settings.UploadsPerMinute > 0 && IsUpload(http)
                    ? RateLimitPartition.GetFixedWindowLimiter(ClientOf(http.Connection.RemoteIpAddress), _ => new()
                    {
                        PermitLimit = settings.UploadsPerMinute,
                        Window = TimeSpan.FromMinutes(1),
                    })
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
