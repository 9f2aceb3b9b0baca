using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageBatch.EntityFrameworkCore.Uploads;

/// <summary>Removes the uploads of processes that died, at start and then once a lease.</summary>
internal sealed class UploadCleaner(
    IJobStore store, UploadStage stage, TimeProvider time, Outages outages, ILogger<UploadCleaner> logger) : BackgroundService
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
            outages.End("The job store");
            if (removed > 0)
            {
                Log.UploadsRemoved(logger, removed);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            outages.Report("The job store", exception, stage.Lease);
        }
    }
}
