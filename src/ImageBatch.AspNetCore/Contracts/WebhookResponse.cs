using System.ComponentModel;
using System.Text.Json.Serialization;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Contracts;

[Description("A job's webhook and what became of its delivery in the current run.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record WebhookResponse
{
    [JsonPropertyName("id"), Description("The delivery's id; null until the job is finished.")]
    public string? Id { get; init; }

    [JsonPropertyName("url")]
    public required string Url { get; init; }

    [JsonPropertyName("state"), JsonConverter(typeof(JsonStringEnumConverter<WebhookState>))]
    public required WebhookState State { get; init; }

    [JsonPropertyName("attempts"), Description("Tries made.")]
    public required int Attempts { get; init; }

    [JsonPropertyName("last_status"), Description("HTTP status of the last try; null where no answer came.")]
    public int? LastStatus { get; init; }

    [JsonPropertyName("last_error"), Description("Error of the last try; null after a success.")]
    public string? LastError { get; init; }

    [JsonPropertyName("next_attempt_at"), Description("When it is tried next; null where it is not.")]
    public DateTime? NextAttemptAt { get; init; }

    public static WebhookResponse Of(JobWebhook webhook) => new()
    {
        Id = webhook.Id,
        Url = webhook.Url,
        State = webhook.State,
        Attempts = webhook.Attempts,
        LastStatus = webhook.LastStatus,
        LastError = webhook.LastError,
        NextAttemptAt = webhook.NextAttemptAt?.UtcDateTime,
    };
}
