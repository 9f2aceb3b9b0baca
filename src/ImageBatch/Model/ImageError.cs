using System.ComponentModel;
using System.Text.Json.Serialization;

namespace ImageBatch.Model;

/// <summary>Why an image failed.</summary>
/// <param name="Code">One of <see cref="ImageErrorCodes"/>.</param>
/// <param name="Message">A sentence for the uploader, at most 500 characters.</param>
[Description("Why an image failed.")]
public sealed record ImageError(
    [property: JsonPropertyName("code"), Description("Such as download.status.")] string Code,
    [property: JsonPropertyName("message")] string Message);
