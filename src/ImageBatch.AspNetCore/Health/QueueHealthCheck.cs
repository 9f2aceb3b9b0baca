using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.AspNetCore.Health;

/// <summary>
/// Whether the queue can be reached, by what it says of itself (<see cref="IEngineHealth"/>) or can be asked
/// (<see cref="IStoreProbe"/>). One that does neither is unknown, and not called healthy: receiving from it, to find out,
/// would take images from who works on them.
/// </summary>
internal sealed class QueueHealthCheck(IEnumerable<IEngineHealth> health, IJobQueue? queue = null) : IHealthCheck
{
    /// <summary>What the data of an answer have beside its status where nobody knows better.</summary>
    public const string Unknown = "unknown";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var parts = health.Where(one => one.Part == EngineParts.Queue).ToList();
        var problems = string.Join(' ', parts.Select(one => one.Problem).OfType<string>());
        if (problems.Length > 0)
        {
            return new(context.Registration.FailureStatus, problems);
        }

        if (queue is IStoreProbe probe)
        {
            return await AskAsync(probe, context, cancellationToken).ConfigureAwait(false);
        }

        // A node without a queue has none that could fail.
        return parts.Count > 0 || queue is null
            ? HealthCheckResult.Healthy()
            : HealthCheckResult.Degraded(
                "It is unknown whether the queue can be reached: its adapter does not tell.",
                data: new Dictionary<string, object> { [Unknown] = true });
    }

    private static async Task<HealthCheckResult> AskAsync(
        IStoreProbe probe, HealthCheckContext context, CancellationToken cancellationToken)
    {
        try
        {
            await probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(context.Registration.FailureStatus, "The queue cannot be reached.", exception);
        }
    }
}
