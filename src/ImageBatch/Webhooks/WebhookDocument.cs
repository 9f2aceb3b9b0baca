using System.Text.Json;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.Webhooks;

/// <summary>
/// The webhook's body. What Standard Webhooks wants is under <c>type</c>, <c>timestamp</c> and <c>data</c>; the id,
/// the status and the result CSV also stand at the top, where receivers of simpler systems look for them.
/// </summary>
internal sealed record WebhookDocument(
    string Type, DateTimeOffset Timestamp, string RequestId, JobStatus Status, string? OutputCsv, WebhookData Data)
{
    /// <summary>How many images a body lists at the most; the others are read under <c>images_url</c>.</summary>
    public const int MaxImages = 100;

    /// <summary>Renders a finished job. But for links that expire, the same job gives the same bytes.</summary>
    public static ReadOnlyMemory<byte> Render(Job job, IReadOnlyList<ImageDocument> images, OutputUrls urls)
    {
        var id = job.Id.ToString();
        var csv = urls.OfRoute(job, "download");
        var data = new WebhookData(
            id,
            job.Status,
            job.Images.Total,
            job.Images.Succeeded,
            job.Images.Failed,
            job.BytesIn,
            job.BytesOut,
            csv,
            urls.OfRoute(job, "status") is { } status ? status + "/images" : null,
            images);
        var document = new WebhookDocument(
            "job.completed", job.FinishedAt!.Value.ToUniversalTime(), id, job.Status, csv, data);
        return JsonSerializer.SerializeToUtf8Bytes(document, WebhookJsonContext.Default.WebhookDocument);
    }
}
