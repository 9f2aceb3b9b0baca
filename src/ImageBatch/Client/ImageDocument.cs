using System.ComponentModel;
using System.Text.Json.Serialization;
using ImageBatch.Model;

namespace ImageBatch.Client;

/// <summary>An image as the HTTP API and the webhook show it. Its names in JSON are part of both contracts.</summary>
[Description("One input URL of one product and what became of it.")]
[JsonNumberHandling(JsonNumberHandling.Strict)]
public sealed record ImageDocument
{
    /// <summary>Index in the job, from 0.</summary>
    [JsonPropertyName("index"), Description("Index in the job, from 0.")]
    public required int Index { get; init; }

    /// <summary>Its product's serial number.</summary>
    [JsonPropertyName("serial_number")]
    public required string SerialNumber { get; init; }

    /// <summary>Its product's name.</summary>
    [JsonPropertyName("product_name")]
    public required string ProductName { get; init; }

    /// <summary>The input URL.</summary>
    [JsonPropertyName("input_url")]
    public required string InputUrl { get; init; }

    /// <summary>The absolute URL of the output; null unless it succeeded.</summary>
    [JsonPropertyName("output_url"), Description("Null unless it succeeded.")]
    public string? OutputUrl { get; init; }

    /// <summary>Where it stands.</summary>
    [JsonPropertyName("status"), JsonConverter(typeof(JsonStringEnumConverter<ImageStatus>))]
    public required ImageStatus Status { get; init; }

    /// <summary>Whether no smaller output was found and the image data are the input's.</summary>
    [JsonPropertyName("unchanged"), Description("Whether no smaller output was found and the image data are the input's.")]
    public required bool Unchanged { get; init; }

    /// <summary>What its owner should know of the output; null where there is nothing to say.</summary>
    [JsonPropertyName("note"), Description("What its owner should know of the output; null where there is nothing to say.")]
    public string? Note { get; init; }

    /// <summary>Length of the input in bytes; null unless it succeeded.</summary>
    [JsonPropertyName("bytes_in"), Description("Length of the input; null unless it succeeded.")]
    public long? BytesIn { get; init; }

    /// <summary>Length of the output in bytes; null unless it succeeded.</summary>
    [JsonPropertyName("bytes_out"), Description("Length of the output; null unless it succeeded.")]
    public long? BytesOut { get; init; }

    /// <summary>Its error; null unless it failed.</summary>
    [JsonPropertyName("error"), Description("Null unless it failed.")]
    public ImageError? Error { get; init; }

    /// <summary>Shows an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="outputUrl">The URL of its output; null where there is none.</param>
    public static ImageDocument Of(JobImage image, string? outputUrl)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ImageDocument
        {
            Index = image.Index,
            SerialNumber = image.SerialNumber,
            ProductName = image.ProductName,
            InputUrl = image.Url,
            OutputUrl = outputUrl,
            Status = image.Status,
            Unchanged = image.Output is { Unchanged: true },
            Note = image.Output?.Note,
            BytesIn = image.Output?.BytesIn,
            BytesOut = image.Output?.BytesOut,
            Error = image.Error,
        };
    }
}
