using ImageBatch.Diagnostics;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.AspNetCore.Health;

/// <summary>
/// Whether nothing of the engine has a problem, but for the queue, which has a check of its own. What no check is registered
/// for belongs here too, so that no problem goes unseen.
/// </summary>
internal sealed class EngineHealthCheck(IEnumerable<IEngineHealth> health) : IHealthCheck
{
    public Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var problems = string.Join(' ', health.Where(one => one.Part != EngineParts.Queue)
            .Select(one => one.Problem).OfType<string>());
        return Task.FromResult(problems.Length == 0
            ? HealthCheckResult.Healthy()
            : new HealthCheckResult(context.Registration.FailureStatus, problems));
    }
}
