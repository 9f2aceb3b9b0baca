using Microsoft.Extensions.Logging;

namespace ImageBatch.EntityFrameworkCore.Uploads;

/// <summary>Renews the lease of an upload in the background until disposed: a slow sender is not a dead one.</summary>
internal sealed class LeaseKeeper : IAsyncDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _loop;

    public LeaseKeeper(UploadStage stage, Upload upload, TimeProvider time, ILogger logger) =>
        _loop = RunAsync(stage, upload, time, logger, _stop.Token);

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private static async Task RunAsync(
        UploadStage stage, Upload upload, TimeProvider time, ILogger logger, CancellationToken stop)
    {
        for (var isStaged = true; isStaged;)
        {
            await Task.Delay(stage.Lease / 3, time, stop).ConfigureAwait(false);
            try
            {
                isStaged = await stage.RenewAsync(upload, stop).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stop.IsCancellationRequested)
            {
                Log.LeaseNotRenewed(logger, upload.JobId, exception);
            }
        }
    }
}
