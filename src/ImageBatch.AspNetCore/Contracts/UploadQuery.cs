using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace ImageBatch.AspNetCore.Contracts;

/// <summary>
/// The query of an upload as the OpenAPI document shows it. All are texts, so that a wrong one is answered with the
/// API's own problem; the settings are read by <see cref="Uploads.UploadSettings"/>.
/// </summary>
internal sealed class UploadQuery
{
    public const string WebhookUrlText = "Absolute http or https URL that the finished job is announced to.";
    public const string QualityText = "Quality of the outputs, 1 (smallest) to 100 (best); 50 by default.";
    public const string MaxWidthText = "Largest width of an output in pixels, 1 to 65,535; images are never enlarged.";
    public const string MaxHeightText = "Largest height of an output in pixels, 1 to 65,535; images are never enlarged.";
    public const string FormatText = "Format of the outputs: preserve (default), jpeg, png, webp or avif.";

    [FromQuery(Name = "dry_run"), Description("true: the upload is only checked and nothing is stored.")]
    public string? DryRun { get; init; }

    [FromQuery(Name = "webhook_url"), Description(WebhookUrlText)]
    public string? WebhookUrl { get; init; }

    [FromQuery(Name = "quality"), Description(QualityText)]
    public string? Quality { get; init; }

    [FromQuery(Name = "max_width"), Description(MaxWidthText)]
    public string? MaxWidth { get; init; }

    [FromQuery(Name = "max_height"), Description(MaxHeightText)]
    public string? MaxHeight { get; init; }

    [FromQuery(Name = "format"), Description(FormatText)]
    public string? Format { get; init; }

    [FromHeader(Name = "Idempotency-Key")]
    [Description("Makes a repeated upload harmless: for 24 hours the same key with the same content answers with the job of the first. "
        + "Each caller has keys of its own.")]
    public string? IdempotencyKey { get; init; }
}
