using System.ComponentModel;
using System.Text.Json.Serialization;

namespace ImageBatch.AspNetCore.Contracts;

[Description("An error (RFC 9457). The code is stable and made for programs, the detail for people.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record ApiProblem
{
    public const string ContentType = "application/problem+json";

    [JsonPropertyName("type")]
    public string Type { get; init; } = "about:blank";

    [JsonPropertyName("title")]
    public required string Title { get; init; }

    [JsonPropertyName("status")]
    public required int Status { get; init; }

    [JsonPropertyName("detail"), Description("A sentence that says what to do.")]
    public required string Detail { get; init; }

    [JsonPropertyName("code"), Description("What is wrong, such as job.not_found.")]
    public required string Code { get; init; }

    [JsonPropertyName("errors"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("The first of the bad rows of a CSV.")]
    public IReadOnlyList<RowErrorResponse>? Errors { get; init; }

    [JsonPropertyName("error_count"), JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Description("How many errors the rows have in all.")]
    public int? ErrorCount { get; init; }
}
