using ImageBatch.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageBatch.EntityFrameworkCore.Uploads;

/// <summary>Removes the uploads of processes that died, at start and then once a lease.</summary>
internal sealed class UploadCleaner(
    IJobStore store, UploadStage stage, TimeProvider time, ILogger<UploadCleaner> logger) : BackgroundService
{
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Another store may have taken the slot since.
        while (store is EntityFrameworkCoreJobStore)
        {
            await CleanAsync(stoppingToken).ConfigureAwait(false);
            await Task.Delay(stage.Lease, time, stoppingToken).ConfigureAwait(false);
        }
    }

    private async Task CleanAsync(CancellationToken stoppingToken)
    {
        try
        {
            var removed = await stage.RemoveExpiredAsync(stoppingToken).ConfigureAwait(false);
            if (removed > 0)
            {
                Log.UploadsRemoved(logger, removed);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.UploadsNotRemoved(logger, exception);
        }
    }
}
