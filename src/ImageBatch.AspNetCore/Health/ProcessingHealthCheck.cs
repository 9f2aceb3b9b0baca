using ImageBatch.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.AspNetCore.Health;

/// <summary>Whether images can be worked on; always so on nodes that only take uploads.</summary>
internal sealed class ProcessingHealthCheck(IEnumerable<IEngineHealth> parts) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = string.Join(' ', parts.Select(part => part.Problem).OfType<string>());
        return Task.FromResult(problems.Length == 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, problems));
    }
}
