using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging;

namespace ImageBatch.AspNetCore.Health;

/// <summary>
/// Whether a store answers and could keep something new. What it says stays general, since readiness is often seen from
/// outside; the log says why, once a minute.
/// </summary>
internal abstract class StoreHealthCheck(IStoreProbe? probe, string store, Outages? outages, ILogger logger) : IHealthCheck
{
    private readonly string _part = $"The {store}";

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var description = $"{_part} does not answer.";
        try
        {
            await AskAsync(cancellationToken).ConfigureAwait(false);
            if (probe is not null)
            {
                description = $"{_part} cannot be written.";
                await probe.ProbeAsync(cancellationToken).ConfigureAwait(false);
            }

            outages?.End(_part);
            return HealthCheckResult.Healthy();
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            Report(description, new TimeoutException("It did not end in time."));
            throw;
        }
        catch (Exception exception)
        {
            Report(description, exception);
            return new(context.Registration.FailureStatus, description, exception);
        }
    }

    private void Report(string description, Exception exception)
    {
        if (outages?.IsDue(_part, exception) != false)
        {
            Log.NotReady(logger, description, exception.GetBaseException().Message);
        }
    }

    /// <summary>Asks the store for something that takes little time.</summary>
    protected abstract Task AskAsync(CancellationToken cancellationToken);
}
