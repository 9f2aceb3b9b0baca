using System.ComponentModel;
using System.Text.Json.Serialization;
using ImageBatch.Client;

namespace ImageBatch.AspNetCore.Contracts;

[Description("What a dry run found. Nothing was stored.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record DryRunResponse
{
    [JsonPropertyName("valid"), Description("Whether the upload would be accepted.")]
    public required bool Valid { get; init; }

    [JsonPropertyName("products"), Description("Rows that would be accepted.")]
    public required int Products { get; init; }

    [JsonPropertyName("total"), Description("Images of these rows.")]
    public required int Total { get; init; }

    [JsonPropertyName("code"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("What is wrong with the whole; left out where valid.")]
    public string? Code { get; init; }

    [JsonPropertyName("message"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("The sentence to the code; left out where valid.")]
    public string? Message { get; init; }

    [JsonPropertyName("errors"), Description("The first of the bad rows.")]
    public required IReadOnlyList<RowErrorResponse> Errors { get; init; }

    [JsonPropertyName("error_count"), Description("How many errors the rows have in all.")]
    public required int ErrorCount { get; init; }

    public static DryRunResponse Of(ValidationReport report) => new()
    {
        Valid = report.IsValid,
        Products = report.Products,
        Total = report.Images,
        Code = report.Code,
        Message = report.Message,
        Errors = RowErrorResponse.ListOf(report.Errors) ?? [],
        ErrorCount = report.ErrorCount,
    };

    public static DryRunResponse Of(SubmissionException refusal) => Of(new ValidationReport(false, 0, 0)
    {
        Code = refusal.Code,
        Message = refusal.Message,
        Errors = refusal.Errors,
        ErrorCount = refusal.ErrorCount,
    });
}
