using ImageBatch.Csv;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Retention;
using ImageBatch.Signals;
using ImageBatch.Submission;
using ImageBatch.Webhooks;
using Microsoft.Extensions.Options;

namespace ImageBatch.Client;

internal sealed class ImageBatchClient(
    SubmissionStage submissions,
    IJobStore store,
    IImageStore images,
    WebhookBodies webhooks,
    OutputUrls urls,
    JobDeletion deletion,
    EngineSignals signals,
    IOptions<ImageBatchOptions> options) : IImageBatchClient
{
    public Task<SubmissionResult> SubmitAsync(JobSubmission submission, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return submissions.SubmitAsync(submission, cancellationToken);
    }

    public Task<ValidationReport> ValidateAsync(JobSubmission submission, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(submission);
        return submissions.ValidateAsync(submission, cancellationToken);
    }

    public Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken) =>
        store.FindAsync(jobId, cancellationToken);

    public Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId, ImageStatus? status, int afterIndex, int limit, CancellationToken cancellationToken)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(limit, 1_000);
        return store.ReadImagesAsync(jobId, status, afterIndex, limit, cancellationToken);
    }

    public async Task<ResultCsvOutcome> WriteResultCsvAsync(
        JobId jobId, Stream destination, CancellationToken cancellationToken)
    {
        var job = await store.FindAsync(jobId, cancellationToken).ConfigureAwait(false);
        if (job is not { IsFinished: true })
        {
            return job is null ? ResultCsvOutcome.NotFound : ResultCsvOutcome.NotFinished;
        }

        await ResultCsvWriter.WriteAsync(
            destination, job, store, image => urls.OfOutput(job, image), options.Value.Csv, cancellationToken)
            .ConfigureAwait(false);
        return ResultCsvOutcome.Written;
    }

    public async Task<JobChangeResult> CancelAsync(JobId jobId, CancellationToken cancellationToken)
    {
        var result = await store.ChangeAsync(jobId, new JobChange.Cancel(), cancellationToken).ConfigureAwait(false);
        if (result.Outcome == JobChangeOutcome.Changed)
        {
            signals.RaiseJobDropped(jobId);
            signals.RaiseWebhookDue();
        }

        return result;
    }

    public async Task<JobChangeResult> RetryFailedAsync(JobId jobId, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(jobId, cancellationToken).ConfigureAwait(false) is { IsFinished: true } finished)
        {
            await webhooks.FixAsync(finished, cancellationToken).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.RetryPrepared);
        }

        var result = await store.ChangeAsync(jobId, new JobChange.RetryFailed(), cancellationToken)
            .ConfigureAwait(false);
        if (result.Outcome == JobChangeOutcome.Changed)
        {
            CrashPoint.Reach(CrashPoint.RetryAccepted);
            signals.RaiseWorkAdded();
        }

        return result;
    }

    public async Task<JobChangeResult> SetWebhookAsync(JobId jobId, string url, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(url);
        SettingsRules.CheckWebhook(url, options.Value.Csv.MaxUrlLength);
        var result = await store.ChangeAsync(jobId, new JobChange.SetWebhook(url), cancellationToken)
            .ConfigureAwait(false);
        if (result.Job is { IsFinished: true })
        {
            signals.RaiseWebhookDue();
        }

        return result;
    }

    public Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken) =>
        deletion.DeleteAsync(jobId, cancellationToken);

    public Task<StoredImage?> OpenOutputAsync(OutputKey key, CancellationToken cancellationToken) =>
        images.OpenAsync(key, cancellationToken);

    public string? GetOutputUrl(Job job, JobImage image)
    {
        ArgumentNullException.ThrowIfNull(job);
        ArgumentNullException.ThrowIfNull(image);
        return urls.OfOutput(job, image);
    }

    public string? GetRouteUrl(Job job, string route)
    {
        ArgumentNullException.ThrowIfNull(job);
        return urls.OfRoute(job, route);
    }
}
