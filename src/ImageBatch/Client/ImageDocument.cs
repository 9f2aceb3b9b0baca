using ImageBatch.Model;

namespace ImageBatch.Client;

/// <summary>An image as the HTTP API and the webhook show it; serialized with snake_case names.</summary>
/// <param name="Index">Index in the job, from 0.</param>
/// <param name="SerialNumber">Its product's serial number.</param>
/// <param name="ProductName">Its product's name.</param>
/// <param name="InputUrl">The input URL.</param>
/// <param name="OutputUrl">The absolute URL of the output; null where there is none.</param>
/// <param name="Status">Where it stands.</param>
/// <param name="Unchanged">Whether no smaller output was found.</param>
/// <param name="BytesIn">Length of the input in bytes; null unless it succeeded.</param>
/// <param name="BytesOut">Length of the output in bytes; null unless it succeeded.</param>
/// <param name="Error">Its error; null unless it failed.</param>
public sealed record ImageDocument(
    int Index,
    string SerialNumber,
    string ProductName,
    string InputUrl,
    string? OutputUrl,
    ImageStatus Status,
    bool Unchanged,
    long? BytesIn,
    long? BytesOut,
    ImageError? Error)
{
    /// <summary>Shows an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="outputUrl">The URL of its output; null where there is none.</param>
    public static ImageDocument From(JobImage image, string? outputUrl)
    {
        ArgumentNullException.ThrowIfNull(image);
        return new ImageDocument(
            image.Index,
            image.SerialNumber,
            image.ProductName,
            image.Url,
            outputUrl,
            image.Status,
            image.Output is { Unchanged: true },
            image.Output?.BytesIn,
            image.Output?.BytesOut,
            image.Error);
    }
}
