using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;

namespace ImageBatch.Retention;

/// <summary>
/// Deletes a job with its outputs. Outputs go first: whatever ends the process in between leaves a job that can still
/// be found and deleted, not outputs that nobody knows of.
/// </summary>
internal sealed class JobDeletion(IJobStore store, IImageStore images, EngineSignals signals)
{
    /// <summary>Deletes a job, finished or not; false where it does not exist.</summary>
    public async Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken)
    {
        // Asked first, so that a job store that is away fails the deletion before any of it is done.
        if (await store.FindAsync(jobId, cancellationToken).ConfigureAwait(false) is not null)
        {
            return await DeleteFoundAsync(jobId, cancellationToken).ConfigureAwait(false);
        }

        // A deletion that was cut off after the job went is finished by asking for it again.
        await images.DeleteJobAsync(jobId, cancellationToken).ConfigureAwait(false);
        return false;
    }

    /// <summary>
    /// Deletes a job if it finished before a time, has not been retried since and has no webhook that is still tried, as
    /// one may be for days whose receiver asks for patience; else leaves it alone.
    /// </summary>
    public async Task<bool> DeleteFinishedAsync(JobId jobId, DateTimeOffset before, CancellationToken cancellationToken)
    {
        var job = await store.FindAsync(jobId, cancellationToken).ConfigureAwait(false);
        return job?.FinishedAt < before
            && job.Webhook is not { State: WebhookState.Pending }
            && await DeleteFoundAsync(jobId, cancellationToken).ConfigureAwait(false);
    }

    private async Task<bool> DeleteFoundAsync(JobId jobId, CancellationToken cancellationToken)
    {
        await images.DeleteJobAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (!await store.DeleteAsync(jobId, cancellationToken).ConfigureAwait(false))
        {
            return false;
        }

        // An image in flight may have saved and recorded an output between the two. One that comes to its end later
        // finds its job unknown, and its worker deletes the output.
        signals.RaiseJobDropped(jobId);
        await images.DeleteJobAsync(jobId, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
