using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Client;

/// <summary>All that a user does with jobs, without HTTP. The HTTP API is made of it.</summary>
/// <remarks>Thread-safe. Exceptions of the stores come through: they mean that a store cannot be reached.</remarks>
public interface IImageBatchClient
{
    /// <summary>Submits a catalogue. When it returns, the job is whole in the job store.</summary>
    /// <exception cref="SubmissionException">The upload is refused; nothing is left behind.</exception>
    Task<SubmissionResult> SubmitAsync(JobSubmission submission, CancellationToken cancellationToken = default);

    /// <summary>Reads a catalogue and its settings as <see cref="SubmitAsync"/> would, and stores nothing.</summary>
    Task<ValidationReport> ValidateAsync(JobSubmission submission, CancellationToken cancellationToken = default);

    /// <summary>Reads a job; null where it does not exist.</summary>
    Task<Job?> FindAsync(JobId jobId, CancellationToken cancellationToken = default);

    /// <summary>Reads a page of a job's images in index order.</summary>
    /// <param name="jobId">The job; an unknown one has no images.</param>
    /// <param name="status">Only images that stand here; null for all.</param>
    /// <param name="afterIndex">Only images after this one; -1 for the first page.</param>
    /// <param name="limit">Most images to answer with, 1 to 1,000.</param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<JobImage>> ReadImagesAsync(
        JobId jobId,
        ImageStatus? status = null,
        int afterIndex = -1,
        int limit = 100,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Writes the result CSV of a finished job: its input's columns, then <c>Output Image Urls</c> and <c>Errors</c>.
    /// Nothing is written unless it answers <see cref="ResultCsvOutcome.Written"/>.
    /// </summary>
    Task<ResultCsvOutcome> WriteResultCsvAsync(
        JobId jobId, Stream destination, CancellationToken cancellationToken = default);

    /// <summary>Cancels an unfinished job.</summary>
    Task<JobChangeResult> CancelAsync(JobId jobId, CancellationToken cancellationToken = default);

    /// <summary>Starts the next run of a finished job with the images that failed.</summary>
    Task<JobChangeResult> RetryFailedAsync(JobId jobId, CancellationToken cancellationToken = default);

    /// <summary>Sets the URL a job is announced to; a finished job is announced at once.</summary>
    /// <exception cref="SubmissionException">The URL is none (<see cref="SubmissionErrorCodes.WebhookInvalid"/>).</exception>
    Task<JobChangeResult> SetWebhookAsync(JobId jobId, string url, CancellationToken cancellationToken = default);

    /// <summary>Deletes a job and its outputs; false where it does not exist.</summary>
    Task<bool> DeleteAsync(JobId jobId, CancellationToken cancellationToken = default);

    /// <summary>Opens an output image; null where it does not exist.</summary>
    Task<StoredImage?> OpenOutputAsync(OutputKey key, CancellationToken cancellationToken = default);

    /// <summary>
    /// The absolute URL of an output: the image store's own, else under <see cref="ImageBatchOptions.PublicBaseUrl"/>,
    /// else under <see cref="JobDefinition.BaseUrl"/>; null where there is none of these, or no output.
    /// </summary>
    string? GetOutputUrl(Job job, JobImage image);

    /// <summary>
    /// The absolute URL of a route of the HTTP API for a job, as in <c>download</c>; null where neither
    /// <see cref="ImageBatchOptions.PublicBaseUrl"/> nor <see cref="JobDefinition.BaseUrl"/> is known.
    /// </summary>
    string? GetRouteUrl(Job job, string route);
}
