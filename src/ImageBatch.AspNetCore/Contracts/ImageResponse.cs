using System.ComponentModel;
using System.Text.Json.Serialization;
using ImageBatch.Model;

namespace ImageBatch.AspNetCore.Contracts;

[Description("One input URL of one product and what became of it.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
internal sealed record ImageResponse
{
    [JsonPropertyName("index"), Description("Index in the job, from 0.")]
    public required int Index { get; init; }

    [JsonPropertyName("serial_number")]
    public required string SerialNumber { get; init; }

    [JsonPropertyName("product_name")]
    public required string ProductName { get; init; }

    [JsonPropertyName("input_url")]
    public required string InputUrl { get; init; }

    [JsonPropertyName("output_url"), Description("Null unless it succeeded.")]
    public string? OutputUrl { get; init; }

    [JsonPropertyName("status"), JsonConverter(typeof(JsonStringEnumConverter<ImageStatus>))]
    public required ImageStatus Status { get; init; }

    [JsonPropertyName("unchanged"), Description("Whether no smaller output was found and the image data are the input's.")]
    public required bool Unchanged { get; init; }

    [JsonPropertyName("bytes_in"), Description("Length of the input; null unless it succeeded.")]
    public long? BytesIn { get; init; }

    [JsonPropertyName("bytes_out"), Description("Length of the output; null unless it succeeded.")]
    public long? BytesOut { get; init; }

    [JsonPropertyName("error"), Description("Null unless it failed.")]
    public ImageErrorResponse? Error { get; init; }

    public static ImageResponse Of(JobImage image, string? outputUrl) => new()
    {
        Index = image.Index,
        SerialNumber = image.SerialNumber,
        ProductName = image.ProductName,
        InputUrl = image.Url,
        OutputUrl = outputUrl,
        Status = image.Status,
        Unchanged = image.Output?.Unchanged == true,
        BytesIn = image.Output?.BytesIn,
        BytesOut = image.Output?.BytesOut,
        Error = image.Error is { } error ? new(error.Code, error.Message) : null,
    };
}
