using ImageBatch.Client;
using ImageBatch.Csv;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Submission;

/// <summary>Streams an upload into the job store, or refuses it whole.</summary>
internal sealed class SubmissionStage(
    IJobStore store,
    UploadPlaces places,
    EngineSignals signals,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    ILogger<SubmissionStage> logger)
{
    private const int MaxKeyLength = 255;

    private readonly CsvOptions _options = options.Value.Csv;
    private readonly TimeSpan _keyLifetime = options.Value.IdempotencyKeyLifetime;

    public Task<SubmissionResult> SubmitAsync(JobSubmission submission, CancellationToken cancellationToken) =>
        ReadAsync(submission, SubmitInPlaceAsync, cancellationToken);

    public Task<ValidationReport> ValidateAsync(JobSubmission submission, CancellationToken cancellationToken) =>
        ReadAsync(submission, ValidateInPlaceAsync, cancellationToken);

    /// <summary>Holds a place while an upload is read, and not for ever: one that trickles in gives it back as well.</summary>
    private async Task<T> ReadAsync<T>(
        JobSubmission submission, Func<JobSubmission, CancellationToken, Task<T>> read, CancellationToken cancellationToken)
    {
        using var place = places.Enter(submission.Uploader);
        using var deadline = new CancellationTokenSource(_options.UploadTimeout, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, deadline.Token);
        try
        {
            return await read(submission, both.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw new SubmissionException(
                SubmissionErrorCodes.UploadTooSlow,
                $"The upload was not stored within {_options.UploadTimeout}. Send it over a faster connection, or split it.");
        }
    }

    private async Task<SubmissionResult> SubmitInPlaceAsync(JobSubmission submission, CancellationToken cancellationToken)
    {
        CheckKey(submission.IdempotencyKey);
        using var activity = Telemetry.Activities.StartActivity("imagebatch.submit");
        using var csv = new HashingStream(submission.Csv);
        var reader = new CatalogueReader(csv, _options);
        var added = await AddAsync(submission, csv, reader, cancellationToken).ConfigureAwait(false);
        switch (added.Outcome)
        {
            case AddJobOutcome.Added:
                CrashPoint.Reach(CrashPoint.Accepted);
                Log.JobAccepted(logger, added.Job!.Id, reader.Products, reader.Images);
                signals.RaiseWorkAdded();
                return new SubmissionResult(added.Job) { Errors = reader.Errors, ErrorCount = reader.ErrorCount };
            case AddJobOutcome.Existing:
                return await RepeatAsync(submission, csv, added.Job!, cancellationToken).ConfigureAwait(false);
            default:
                throw new SubmissionException(
                    SubmissionErrorCodes.IdempotencyInFlight,
                    "An upload with this idempotency key is on its way. Try again when it has been answered.");
        }
    }

    private async Task<ValidationReport> ValidateInPlaceAsync(JobSubmission submission, CancellationToken cancellationToken)
    {
        var reader = new CatalogueReader(submission.Csv, _options);
        try
        {
            CheckKey(submission.IdempotencyKey);
            await foreach (var _ in reader.ReadPagesAsync(cancellationToken).ConfigureAwait(false))
            {
            }

            SettingsRules.Check(
                await submission.Settings(cancellationToken).ConfigureAwait(false), _options.MaxUrlLength);
            return new ValidationReport(true, reader.Products, reader.Images)
            {
                Errors = reader.Errors,
                ErrorCount = reader.ErrorCount,
            };
        }
        catch (SubmissionException exception)
        {
            return new ValidationReport(false, reader.Products, reader.Images)
            {
                Code = exception.Code,
                Message = exception.Message,
                Errors = exception.Errors,
                ErrorCount = exception.ErrorCount,
            };
        }
    }

    private async Task<AddJobResult> AddAsync(
        JobSubmission submission, HashingStream csv, CatalogueReader reader, CancellationToken cancellationToken)
    {
        var id = JobId.New(time.GetUtcNow());
        var key = IdempotencyKeys.Of(submission.IdempotencyScope, submission.IdempotencyKey);
        while (true)
        {
            var added = await store.AddAsync(
                id,
                key,
                reader.ReadPagesAsync(cancellationToken),
                token => SealAsync(submission, csv, reader, token),
                cancellationToken).ConfigureAwait(false);
            if (key is null
                || added is not { Outcome: AddJobOutcome.Existing, Job: { } existing }
                || time.GetUtcNow() - existing.CreatedAt < _keyLifetime)
            {
                return added;
            }

            // A store forgets a key with its job. Where only the key is old, the upload goes on under the next one.
            key = IdempotencyKeys.After(key, existing.Id);
        }
    }

    private async Task<JobSeal> SealAsync(
        JobSubmission submission, HashingStream csv, CatalogueReader reader, CancellationToken cancellationToken)
    {
        var settings = await submission.Settings(cancellationToken).ConfigureAwait(false);
        SettingsRules.Check(settings, _options.MaxUrlLength);
        CrashPoint.Reach(CrashPoint.Staged);
        var definition = new JobDefinition
        {
            Options = settings.Options,
            Header = reader.Header,
            Delimiter = reader.Delimiter,
            Products = reader.Products,
            Images = reader.Images,
            BodyHash = csv.Finish(SettingsRules.Canonical(settings)),
            BaseUrl = settings.BaseUrl,
            TraceParent = Telemetry.TraceParent,
        };
        return new JobSeal(definition, settings.WebhookUrl);
    }

    /// <summary>Answers a repeated upload with the first one's job, if both are the same.</summary>
    private static async Task<SubmissionResult> RepeatAsync(
        JobSubmission submission, HashingStream csv, Job job, CancellationToken cancellationToken)
    {
        await csv.CopyToAsync(Stream.Null, cancellationToken).ConfigureAwait(false);
        var settings = await submission.Settings(cancellationToken).ConfigureAwait(false);
        return csv.Finish(SettingsRules.Canonical(settings)) == job.Definition.BodyHash
            ? new SubmissionResult(job) { IsRepeated = true }
            : throw new SubmissionException(
                SubmissionErrorCodes.IdempotencyMismatch,
                "This idempotency key was used with another upload. Use a new key for a new upload.");
    }

    private static void CheckKey(string? key)
    {
        if (key is not null && (key.Length is 0 or > MaxKeyLength || key.Any(char.IsControl)))
        {
            throw new SubmissionException(
                SubmissionErrorCodes.IdempotencyInvalid,
                $"An idempotency key has 1 to {MaxKeyLength} characters and no control characters.");
        }
    }
}
