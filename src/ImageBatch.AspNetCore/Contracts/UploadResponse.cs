using System.ComponentModel;
using System.Text.Json.Serialization;
using ImageBatch.Client;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Contracts;

[Description("An upload that was accepted.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record UploadResponse
{
    [JsonPropertyName("request_id")]
    public required string RequestId { get; init; }

    [JsonPropertyName("status"), JsonConverter(typeof(JsonStringEnumConverter<JobStatus>))]
    public required JobStatus Status { get; init; }

    [JsonPropertyName("total"), Description("Number of images.")]
    public required int Total { get; init; }

    [JsonPropertyName("status_url"), Description("Where the job's status is.")]
    public required string StatusUrl { get; init; }

    [JsonPropertyName("errors"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("The first of the rows that were left out.")]
    public IReadOnlyList<RowErrorResponse>? Errors { get; init; }

    [JsonPropertyName("error_count"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("How many errors the rows that were left out have in all.")]
    public int? ErrorCount { get; init; }

    public static UploadResponse Of(SubmissionResult result, string statusUrl) => new()
    {
        RequestId = result.Job.Id.ToString(),
        Status = result.Job.Status,
        Total = result.Job.Images.Total,
        StatusUrl = statusUrl,
        Errors = RowErrorResponse.ListOf(result.Errors),
        ErrorCount = result.ErrorCount == 0 ? null : result.ErrorCount,
    };
}
