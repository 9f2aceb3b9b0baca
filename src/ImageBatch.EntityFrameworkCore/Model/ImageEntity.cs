using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>One image of a job and where it stands in the job's current run.</summary>
internal sealed class ImageEntity
{
    public required Guid JobId { get; init; }

    public required int Index { get; init; }

    public required int Row { get; init; }

    public required string Url { get; init; }

    public int? SameAs { get; init; }

    public ImageStatus Status { get; set; }

    public string? OutputName { get; set; }

    public long? BytesIn { get; set; }

    public long? BytesOut { get; set; }

    public bool? Unchanged { get; set; }

    public string? Note { get; set; }

    public string? ErrorCode { get; set; }

    public string? ErrorMessage { get; set; }

    public static IEnumerable<ImageEntity> Of(Guid jobId, Product product) =>
        product.Images.Select((image, i) => new ImageEntity
        {
            JobId = jobId,
            Index = product.FirstImage + i,
            Row = product.Row,
            Url = image.Url,
            SameAs = image.SameAs,
        });

    /// <summary>Makes it final.</summary>
    public void Apply(ImageEvent final)
    {
        if (final is ImageSucceeded { Output: var output })
        {
            Status = ImageStatus.Succeeded;
            (OutputName, BytesIn, BytesOut, Unchanged) = (output.Name, output.BytesIn, output.BytesOut, output.Unchanged);
            Note = StorableText.Of(output.Note);
        }
        else if (final is ImageFailed { Error: var error })
        {
            Status = ImageStatus.Failed;
            (ErrorCode, ErrorMessage) = (error.Code, StorableText.Of(error.Message));
        }
    }

    public JobImage Describe(string serialNumber, string productName) => new()
    {
        Index = Index,
        Row = Row,
        SerialNumber = serialNumber,
        ProductName = productName,
        Url = Url,
        SameAs = SameAs,
        Status = Status,
        Output = OutputName is null
            ? null
            : new ImageOutput(
                OutputName, BytesIn.GetValueOrDefault(), BytesOut.GetValueOrDefault(), Unchanged.GetValueOrDefault(), Note),
        Error = ErrorCode is null ? null : new ImageError(ErrorCode, ErrorMessage ?? ""),
    };
}
