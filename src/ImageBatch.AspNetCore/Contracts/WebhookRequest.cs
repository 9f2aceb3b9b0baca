using System.ComponentModel;
using System.Text.Json.Serialization;

namespace ImageBatch.AspNetCore.Contracts;

[Description("Sets or changes a job's webhook.")]
internal sealed record WebhookRequest
{
    [JsonPropertyName("request_id")]
    public string? RequestId { get; init; }

    [JsonPropertyName("webhook_url"), Description("Absolute http or https URL that the finished job is announced to.")]
    public string? WebhookUrl { get; init; }
}
