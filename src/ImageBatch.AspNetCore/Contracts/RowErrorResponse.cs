using System.ComponentModel;
using System.Text.Json.Serialization;
using ImageBatch.Client;

namespace ImageBatch.AspNetCore.Contracts;

[Description("Why a row of a CSV was not accepted.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record RowErrorResponse(
    [property: JsonPropertyName("row"), Description("Number of the record in the file, the header being 1.")] int Row,
    [property: JsonPropertyName("column"), Description("The column; null where the whole row is meant.")] string? Column,
    [property: JsonPropertyName("code")] string Code,
    [property: JsonPropertyName("message")] string Message)
{
    /// <summary>Null where there are none, so that the member is left out.</summary>
    public static IReadOnlyList<RowErrorResponse>? ListOf(IReadOnlyList<RowError> errors) =>
        errors.Count == 0 ? null : [.. errors.Select(e => new RowErrorResponse(e.Row, e.Column, e.Code, e.Message))];
}
