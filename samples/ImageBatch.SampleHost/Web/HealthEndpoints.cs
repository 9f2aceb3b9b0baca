using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.SampleHost.Web;

/// <summary><c>/health</c> says that the process lives, <c>/health/ready</c> which part keeps it from serving.</summary>
internal static class HealthEndpoints
{
    public static void MapHealth(this WebApplication app)
    {
        app.MapHealthChecks("/health", new HealthCheckOptions { Predicate = _ => false });
        app.MapHealthChecks("/health/ready", new HealthCheckOptions
        {
            Predicate = check => check.Tags.Contains("ready"),
            ResponseWriter = WriteAsync,
        });
    }

    private static Task WriteAsync(HttpContext http, HealthReport report) => http.Response.WriteAsJsonAsync(new
    {
        status = report.Status.ToString(),
        checks = report.Entries.Select(entry => new
        {
            name = entry.Key,
            status = entry.Value.Data.ContainsKey("unknown") ? "Unknown" : entry.Value.Status.ToString(),
            error = ErrorOf(entry.Value),
        }),
    });

    /// <summary>What a check says of itself. What it threw instead is for the log alone: it may name addresses and accounts.</summary>
    private static string? ErrorOf(HealthReportEntry entry) => entry switch
    {
        { Status: HealthStatus.Healthy } => null,
        { Description: { } description } when description != entry.Exception?.Message => description,
        _ => "It cannot be asked; the log says why.",
    };
}
