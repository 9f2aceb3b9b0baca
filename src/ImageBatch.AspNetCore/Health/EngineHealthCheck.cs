using ImageBatch.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.AspNetCore.Health;

/// <summary>
/// Whether nothing of a part of the engine has a problem. The part is the name under which the check is registered; what
/// no check is registered for belongs to processing, so that no problem goes unseen.
/// </summary>
internal sealed class EngineHealthCheck(IEnumerable<IEngineHealth> health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = string.Join(' ', health.Where(one => PartOf(one) == context.Registration.Name)
            .Select(one => one.Problem).OfType<string>());
        return Task.FromResult(problems.Length == 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, problems));
    }

    private static string PartOf(IEngineHealth health) =>
        health.Part == EngineParts.Queue ? EngineParts.Queue : EngineParts.Processing;
}
