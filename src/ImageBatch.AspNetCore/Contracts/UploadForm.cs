using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http;

namespace ImageBatch.AspNetCore.Contracts;

/// <summary>The form of an upload as the OpenAPI document shows it; the body itself is streamed, never bound.</summary>
[Description("A CSV and its settings. Fields may come before or after the file; empty and unknown fields are ignored.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record UploadForm
{
    [JsonPropertyName("file"), Description("The CSV; the field may also be named csv_file.")]
    public required IFormFile File { get; init; }

    [JsonPropertyName("webhook_url"), Description(UploadQuery.WebhookUrlText)]
    public string? WebhookUrl { get; init; }

    [JsonPropertyName("quality"), Range(1, 100), DefaultValue(50), Description(UploadQuery.QualityText)]
    public int? Quality { get; init; }

    [JsonPropertyName("max_width"), Range(1, 65_535), Description(UploadQuery.MaxWidthText)]
    public int? MaxWidth { get; init; }

    [JsonPropertyName("max_height"), Range(1, 65_535), Description(UploadQuery.MaxHeightText)]
    public int? MaxHeight { get; init; }

    [JsonPropertyName("format"), DefaultValue("preserve"), Description(UploadQuery.FormatText)]
    public string? Format { get; init; }
}
