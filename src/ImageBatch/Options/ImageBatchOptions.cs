using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace ImageBatch;

/// <summary>The options of the engine; in the sample host the section <c>ImageBatch</c>.</summary>
public sealed class ImageBatchOptions
{
    /// <summary>
    /// Absolute http or https URL under which the API is reached from outside, prefix included, as in
    /// <c>https://images.example.com/api</c>. Null (the default): the address under which each upload came.
    /// </summary>
    [Url]
    public string? PublicBaseUrl { get; set; }

    /// <summary>
    /// How long a job is kept after it finished; then it is deleted with its outputs, its rows and its webhook's
    /// deliveries. From 4 days, since webhooks are tried for 75 hours, to 36,500. Null (the default): until it is deleted
    /// by a user.
    /// </summary>
    public TimeSpan? RetainFinishedJobsFor { get; set; }

    /// <summary>How long an upload under an idempotency key answers for later ones under that key. Default 24 h.</summary>
    [TimeSpanRange("00:00:01", "36500.00:00:00")]
    public TimeSpan IdempotencyKeyLifetime { get; set; } = TimeSpan.FromHours(24);

    /// <summary>What an uploaded CSV may hold.</summary>
    [ValidateObjectMembers]
    public CsvOptions Csv { get; set; } = new();

    /// <summary>How images are handed out.</summary>
    [ValidateObjectMembers]
    public DispatchOptions Dispatch { get; set; } = new();

    /// <summary>How images are worked on.</summary>
    [ValidateObjectMembers]
    public ProcessingOptions Processing { get; set; } = new();

    /// <summary>How this process calls others: downloads and webhooks alike.</summary>
    [ValidateObjectMembers]
    public HttpOptions Http { get; set; } = new();

    /// <summary>Whether, and with what, the URLs of outputs and result CSVs are signed.</summary>
    [ValidateObjectMembers]
    public SignedUrlOptions SignedUrls { get; set; } = new();

    /// <summary>How finished jobs are announced.</summary>
    [ValidateObjectMembers]
    public WebhookOptions Webhooks { get; set; } = new();
}
