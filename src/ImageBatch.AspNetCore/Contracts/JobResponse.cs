using System.ComponentModel;
using System.Text.Json.Serialization;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Contracts;

[Description("A job as it stands.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record JobResponse
{
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    [JsonPropertyName("status"), JsonConverter(typeof(JsonStringEnumConverter<JobStatus>))]
    public required JobStatus Status { get; init; }

    [JsonPropertyName("run"), Description("1 at first; retrying the failed images starts the next.")]
    public required int Run { get; init; }

    [JsonPropertyName("created_at")]
    public required DateTime CreatedAt { get; init; }

    [JsonPropertyName("started_at"), Description("When work started; null before.")]
    public DateTime? StartedAt { get; init; }

    [JsonPropertyName("finished_at"), Description("When the current run finished; null before.")]
    public DateTime? FinishedAt { get; init; }

    [JsonPropertyName("total"), Description("Number of images.")]
    public required int Total { get; init; }

    [JsonPropertyName("pending")]
    public required int Pending { get; init; }

    [JsonPropertyName("succeeded")]
    public required int Succeeded { get; init; }

    [JsonPropertyName("failed")]
    public required int Failed { get; init; }

    [JsonPropertyName("cancelled")]
    public required int Cancelled { get; init; }

    [JsonPropertyName("percent"), Description("Share of the images that are final, 0 to 100.")]
    public required double Percent { get; init; }

    [JsonPropertyName("bytes_in"), Description("Bytes of the inputs of all images that succeeded.")]
    public required long BytesIn { get; init; }

    [JsonPropertyName("bytes_out"), Description("Bytes of their outputs.")]
    public required long BytesOut { get; init; }

    [JsonPropertyName("saved_percent"), Description("Share of the bytes saved; null while nothing succeeded.")]
    public double? SavedPercent { get; init; }

    [JsonPropertyName("output_csv"), Description("Where the result CSV is; null until the job is finished.")]
    public string? OutputCsv { get; init; }

    [JsonPropertyName("webhook"), Description("Null where the job has none.")]
    public WebhookResponse? Webhook { get; init; }

    [JsonPropertyName("images"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("The first images; left out where none were asked for.")]
    public IReadOnlyList<ImageDocument>? Images { get; init; }

    [JsonPropertyName("next"), Description("The next page's after, for status/{request_id}/images; null where there is none.")]
    public int? Next { get; init; }

    public static JobResponse Of(Job job, string outputCsv, ImagesResponse? images) => new()
    {
        RequestId = job.Id.ToString(),
        Status = job.Status,
        Run = job.Run,
        CreatedAt = job.CreatedAt.UtcDateTime,
        StartedAt = job.StartedAt?.UtcDateTime,
        FinishedAt = job.FinishedAt?.UtcDateTime,
        Total = job.Images.Total,
        Pending = job.Images.Pending,
        Succeeded = job.Images.Succeeded,
        Failed = job.Images.Failed,
        Cancelled = job.Images.Cancelled,
        Percent = job.Percent,
        BytesIn = job.BytesIn,
        BytesOut = job.BytesOut,
        SavedPercent = job.SavedPercent,
        OutputCsv = job.IsFinished ? outputCsv : null,
        Webhook = job.Webhook is { } webhook ? WebhookResponse.Of(webhook) : null,
        Images = images?.Images,
        Next = images?.Next,
    };
}
