using ImageBatch.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.AspNetCore.Health;

/// <summary>
/// Whether a store answers and could keep something new. What it says stays general, since readiness is often seen from
/// outside; the exception, which goes to the log, says why.
/// </summary>
internal abstract class StoreHealthCheck(IStoreProbe? probe, string store) : IHealthCheck
{
    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var description = $"The {store} does not answer.";
        try
        {
            await AskAsync(cancellationToken).ConfigureAwait(false);
            if (probe is not null)
            {
                description = $"The {store} cannot be written.";
                await probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
            }

            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(context.Registration.FailureStatus, description, exception);
        }
    }

    /// <summary>Asks the store for something that takes little time.</summary>
    protected abstract Task AskAsync(CancellationToken cancellationToken);
}
