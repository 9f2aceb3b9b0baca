using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore;

internal sealed partial class EntityFrameworkCoreJobStore
{
    public Task<JobChangeResult> ChangeAsync(
        JobId jobId, JobChange change, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(change);
        var call = Guid.NewGuid();
        return database.WriteAsync(
            async (context, token) =>
            {
                if (await context.LockJobAsync(jobId.Value, token).ConfigureAwait(false) is not { } job)
                {
                    return new JobChangeResult(JobChangeOutcome.NotFound, null);
                }

                // Its own mark is there where the change was made by a commit whose answer was lost.
                var outcome = job.ChangedBy == call
                    ? JobChangeOutcome.Changed
                    : await ChangeAsync(context, job, change, token).ConfigureAwait(false);
                if (outcome == JobChangeOutcome.Changed)
                {
                    job.ChangedBy = call;
                    await context.SaveChangesAsync(token).ConfigureAwait(false);
                }

                var row = await context.Jobs().Where(changed => changed.Id == job.Id).WithWebhooks(context)
                    .SingleAsync(token).ConfigureAwait(false);
                return new JobChangeResult(outcome, row.Describe());
            },
            cancellationToken);
    }

    public Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken = default)
    {
        var found = false;
        return database.WriteAsync(
            async (context, token) =>
            {
                if (await context.LockJobAsync(jobId.Value, token).ConfigureAwait(false) is not null)
                {
                    found = true;
                    await context.DeleteJobAsync(jobId.Value, token).ConfigureAwait(false);
                }

                // Also where it was found, and is gone by a commit whose answer was lost.
                return found;
            },
            cancellationToken);
    }

    private async Task<JobChangeOutcome> ChangeAsync(
        DbContext context, JobEntity job, JobChange change, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        switch (change)
        {
            case JobChange.Cancel when job.IsFinished:
                return JobChangeOutcome.Finished;
            case JobChange.Cancel:
                await CancelPendingAsync(context, job, cancellationToken).ConfigureAwait(false);
                await context.FinishAsync(job, JobStatus.Cancelled, now, cancellationToken).ConfigureAwait(false);
                break;
            case JobChange.RetryFailed when !job.IsFinished:
                return JobChangeOutcome.NotFinished;
            case JobChange.RetryFailed when job.Failed == 0:
                return JobChangeOutcome.NothingFailed;
            case JobChange.RetryFailed:
                await RetryFailedAsync(context, job, cancellationToken).ConfigureAwait(false);
                break;
            case JobChange.SetWebhook { Url: var url }:
                job.WebhookUrl = url;
                await context.AnnounceAsync(job, now, cancellationToken).ConfigureAwait(false);
                break;
            default:
                throw new ArgumentException($"{change.GetType()} is no change that a store knows.", nameof(change));
        }

        return JobChangeOutcome.Changed;
    }

    private static async Task CancelPendingAsync(DbContext context, JobEntity job, CancellationToken cancellationToken)
    {
        var cancelled = await ImagesOf(context, job, ImageStatus.Pending).ExecuteUpdateAsync(
            set => set.SetProperty(image => image.Status, ImageStatus.Cancelled), cancellationToken).ConfigureAwait(false);
        await context.Set<StartEntity>().Where(start => start.JobId == job.Id)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        job.Pending -= cancelled;
        job.Cancelled += cancelled;
    }

    /// <summary>
    /// Starts the next run with the failed images pending. Cancelled images stay so; whether the job was cancelled
    /// does not matter to how the new run ends.
    /// </summary>
    private static async Task RetryFailedAsync(DbContext context, JobEntity job, CancellationToken cancellationToken)
    {
        var retried = await ImagesOf(context, job, ImageStatus.Failed).ExecuteUpdateAsync(
            set => set.SetProperty(image => image.Status, ImageStatus.Pending)
                .SetProperty(image => image.ErrorCode, (string?)null)
                .SetProperty(image => image.ErrorMessage, (string?)null),
            cancellationToken).ConfigureAwait(false);
        job.Failed -= retried;
        job.Pending += retried;
        job.Run++;
        job.Status = JobStatus.Processing;
        job.FinishedAt = null;
    }

    private static IQueryable<ImageEntity> ImagesOf(DbContext context, JobEntity job, ImageStatus status) =>
        context.Set<ImageEntity>().Where(image => image.JobId == job.Id && image.Status == status);
}
