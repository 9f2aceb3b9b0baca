using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.Webhooks;

/// <summary>The part of a webhook's body that says what became of the job.</summary>
internal sealed record WebhookData(
    string RequestId,
    JobStatus Status,
    int Total,
    int Succeeded,
    int Failed,
    long BytesIn,
    long BytesOut,
    string? OutputCsv,
    string? ImagesUrl,
    IReadOnlyList<ImageDocument> Images);
