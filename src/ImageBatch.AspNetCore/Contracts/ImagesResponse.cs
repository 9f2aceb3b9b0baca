using System.ComponentModel;
using System.Text.Json.Serialization;
using ImageBatch.Client;

namespace ImageBatch.AspNetCore.Contracts;

[Description("A page of a job's images in index order.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record ImagesResponse(
    [property: JsonPropertyName("images")] IReadOnlyList<ImageDocument> Images,
    [property: JsonPropertyName("next"), Description("The next page's after; null where this is the last.")] int? Next);
