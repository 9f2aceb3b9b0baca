using System.ComponentModel;
using System.Text.Json.Serialization;

namespace ImageBatch.AspNetCore.Contracts;

[Description("Why an image failed.")]
internal sealed record ImageErrorResponse(
    [property: JsonPropertyName("code"), Description("Such as download.status.")] string Code,
    [property: JsonPropertyName("message")] string Message);
