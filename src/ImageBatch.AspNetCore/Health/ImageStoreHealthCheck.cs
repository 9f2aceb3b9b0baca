using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace ImageBatch.AspNetCore.Health;

/// <summary>Whether the image store answers, asked for an output that no job can have.</summary>
internal sealed class ImageStoreHealthCheck(IImageStore images) : IHealthCheck
{
    private static readonly OutputKey Missing = OutputKey.Create(new JobId(Guid.Empty), 0, [], ImageFormat.Jpeg);

    public async Task<HealthCheckResult> CheckHealthAsync(
        HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        try
        {
            var image = await images.OpenAsync(Missing, cancellationToken).ConfigureAwait(false);
            if (image is not null)
            {
                await image.DisposeAsync().ConfigureAwait(false);
            }

            return HealthCheckResult.Healthy();
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new(context.Registration.FailureStatus, "The image store does not answer.", exception);
        }
    }
}
