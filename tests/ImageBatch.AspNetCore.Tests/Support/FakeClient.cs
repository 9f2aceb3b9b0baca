using System.Collections.Concurrent;
using System.Text;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.AspNetCore.Tests.Support;

/// <summary>A client without an engine: remembers what it was asked and answers what the test says.</summary>
internal sealed class FakeClient : IImageBatchClient
{
    public ConcurrentDictionary<JobId, Job> Jobs { get; } = new();

    public List<JobImage> Images { get; } = [];

    public ConcurrentDictionary<string, Func<StoredImage>> Outputs { get; } = new();

    /// <summary>What every method throws instead of its answer.</summary>
    public Exception? Failure { get; set; }

    /// <summary>What an upload is refused with, after its CSV was read.</summary>
    public SubmissionException? Refusal { get; set; }

    public ValidationReport Report { get; set; } = new(true, 1, 2);

    public IReadOnlyList<RowError> SkippedRows { get; set; } = [];

    /// <summary>What a result CSV's writing throws after its first bytes are out.</summary>
    public Exception? ResultCsvFailure { get; set; }

    /// <summary>Whether what reading the CSV throws comes out inside another exception.</summary>
    public bool WrapReadErrors { get; set; }

    public string? BaseUrlOverride { get; set; }

    public string? UploadedCsv { get; private set; }

    public JobSettings? UploadedSettings { get; private set; }

    public string? IdempotencyKey { get; private set; }

    public string? IdempotencyScope { get; private set; }

    public int Submissions { get; private set; }

    public (ImageStatus? Status, int After, int Limit) LastPage { get; private set; }

    public async Task<SubmissionResult> SubmitAsync(JobSubmission submission, CancellationToken cancellationToken = default)
    {
        await ReadAsync(submission, cancellationToken);
        Submissions++;
        var job = TestJobs.Create(definition: TestJobs.Definition with { BaseUrl = UploadedSettings!.BaseUrl });
        Jobs[job.Id] = job;
        return new(job) { Errors = SkippedRows, ErrorCount = SkippedRows.Count };
    }

    public async Task<ValidationReport> ValidateAsync(JobSubmission submission, CancellationToken cancellationToken = default)
    {
        await ReadAsync(submission, cancellationToken);
        return Report;
    }

    public Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        Answer(Jobs.GetValueOrDefault(jobId));

    public Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId, ImageStatus? status = null, int afterIndex = -1, int limit = 100, CancellationToken cancellationToken = default)
    {
        LastPage = (status, afterIndex, limit);
        return Answer<IReadOnlyList<JobImage>>(
            [.. Images.Where(i => i.Index > afterIndex && (status is null || i.Status == status)).Take(limit)]);
    }

    public async Task<ResultCsvOutcome> WriteResultCsvAsync(
        JobId jobId, Stream destination, CancellationToken cancellationToken = default)
    {
        var job = await FindAsync(jobId, cancellationToken);
        if (job is not { IsFinished: true })
        {
            return job is null ? ResultCsvOutcome.NotFound : ResultCsvOutcome.NotFinished;
        }

        await destination.WriteAsync("Serial Number,Errors\n"u8.ToArray(), cancellationToken);
        if (ResultCsvFailure is not null)
        {
            await destination.FlushAsync(cancellationToken);
            throw ResultCsvFailure;
        }

        return ResultCsvOutcome.Written;
    }

    public Task<JobChangeResult> CancelAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        ChangeAsync(jobId, job => job.IsFinished ? JobChangeOutcome.Finished : JobChangeOutcome.Changed);

    public Task<JobChangeResult> RetryFailedAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        ChangeAsync(jobId, job => !job.IsFinished
            ? JobChangeOutcome.NotFinished
            : job.Images.Failed == 0 ? JobChangeOutcome.NothingFailed : JobChangeOutcome.Changed);

    public Task<JobChangeResult> SetWebhookAsync(JobId jobId, string url, CancellationToken cancellationToken = default)
    {
        if (!Uri.TryCreate(url, UriKind.Absolute, out _))
        {
            throw new SubmissionException(SubmissionErrorCodes.WebhookInvalid, "The webhook must be an absolute URL.");
        }

        return ChangeAsync(jobId, _ => JobChangeOutcome.Changed, job => job with { Webhook = new() { Url = url } });
    }

    public Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken = default) =>
        Answer(Jobs.TryRemove(jobId, out _));

    public Task<StoredImage?> OpenOutputAsync(OutputKey key, CancellationToken cancellationToken = default) =>
        Answer(Outputs.TryGetValue(key.ToString(), out var open) ? open() : null);

    public string? GetOutputUrl(Job job, JobImage image) => image.Output is { } output && BaseUrlOf(job) is { } url
        ? $"{url}/images/{job.Id}/{output.Name}"
        : null;

    public string? GetRouteUrl(Job job, string route) => BaseUrlOf(job) is { } url ? $"{url}/{route}/{job.Id}" : null;

    private string? BaseUrlOf(Job job) => BaseUrlOverride ?? job.Definition.BaseUrl;

    private Task<T> Answer<T>(T answer) => Failure is null ? Task.FromResult(answer) : Task.FromException<T>(Failure);

    private async Task<JobChangeResult> ChangeAsync(
        JobId id, Func<Job, JobChangeOutcome> judge, Func<Job, Job>? change = null)
    {
        if (await FindAsync(id) is not { } job)
        {
            return new(JobChangeOutcome.NotFound, null);
        }

        var outcome = judge(job);
        return new(outcome, Jobs[id] = outcome == JobChangeOutcome.Changed && change is not null ? change(job) : job);
    }

    private async Task ReadAsync(JobSubmission submission, CancellationToken cancellationToken)
    {
        if (Failure is not null)
        {
            throw Failure;
        }

        (IdempotencyKey, IdempotencyScope) = (submission.IdempotencyKey, submission.IdempotencyScope);
        using var reader = new StreamReader(submission.Csv, Encoding.UTF8, leaveOpen: true);
        try
        {
            UploadedCsv = await reader.ReadToEndAsync(cancellationToken);
        }
        catch (Exception exception) when (WrapReadErrors)
        {
            throw new InvalidOperationException("Reading failed.", exception);
        }

        if (Refusal is not null)
        {
            throw Refusal;
        }

        UploadedSettings = await submission.Settings(cancellationToken);
    }
}
