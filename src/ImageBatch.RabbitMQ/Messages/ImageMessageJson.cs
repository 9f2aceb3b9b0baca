using System.Text.Json.Serialization;

namespace ImageBatch.RabbitMQ.Messages;

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ImageMessage))]
internal sealed partial class ImageMessageJson : JsonSerializerContext;
