using System.ComponentModel;
using Microsoft.AspNetCore.Mvc;

namespace ImageBatch.AspNetCore.Contracts;

/// <summary>
/// The query of an upload as the OpenAPI document shows it. All are texts, so that a wrong one is answered with the
/// API's own problem; they are read by <see cref="Uploads.UploadSettings"/>.
/// </summary>
internal readonly record struct UploadQuery(
    [FromQuery(Name = "dry_run"), Description("true: the upload is only checked and nothing is stored.")] string? DryRun,
    [FromQuery(Name = "webhook_url"), Description(UploadQuery.WebhookUrlText)] string? WebhookUrl,
    [FromQuery(Name = "quality"), Description(UploadQuery.QualityText)] string? Quality,
    [FromQuery(Name = "max_width"), Description(UploadQuery.MaxWidthText)] string? MaxWidth,
    [FromQuery(Name = "max_height"), Description(UploadQuery.MaxHeightText)] string? MaxHeight,
    [FromQuery(Name = "format"), Description(UploadQuery.FormatText)] string? Format,
    [FromHeader(Name = "Idempotency-Key"), Description(UploadQuery.IdempotencyKeyText)] string? IdempotencyKey)
{
    public const string WebhookUrlText = "Absolute http or https URL that the finished job is announced to.";
    public const string QualityText = "Quality of the outputs, 1 (smallest) to 100 (best); 50 by default.";
    public const string MaxWidthText = "Largest width of an output in pixels, 1 to 65,535; images are never enlarged.";
    public const string MaxHeightText = "Largest height of an output in pixels, 1 to 65,535; images are never enlarged.";
    public const string FormatText = "Format of the outputs: preserve (default), jpeg, png, webp or avif.";
    public const string IdempotencyKeyText = "Makes a repeated upload harmless: the same key with the same content answers with the job of the first.";
}
