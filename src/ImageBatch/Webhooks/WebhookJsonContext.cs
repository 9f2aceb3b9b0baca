using System.Text.Json.Serialization;

namespace ImageBatch.Webhooks;

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, UseStringEnumConverter = true)]
[JsonSerializable(typeof(WebhookDocument))]
internal sealed partial class WebhookJsonContext : JsonSerializerContext;
