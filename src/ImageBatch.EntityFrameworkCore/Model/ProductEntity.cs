using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>One row of a job's CSV; it never changes.</summary>
internal sealed class ProductEntity
{
    public required Guid JobId { get; init; }

    public required int Row { get; init; }

    public required string SerialNumber { get; init; }

    public required string Name { get; init; }

    public required string[] Cells { get; init; }

    public required int FirstImage { get; init; }

    /// <summary>How many images it has.</summary>
    public required int Images { get; init; }

    public static ProductEntity Of(Guid jobId, Product product) => new()
    {
        JobId = jobId,
        Row = product.Row,
        SerialNumber = product.SerialNumber,
        Name = product.Name,
        Cells = [.. product.Cells],
        FirstImage = product.FirstImage,
        Images = product.Images.Count,
    };

    public Product Describe(IReadOnlyList<ProductImage> images) => new()
    {
        Row = Row,
        SerialNumber = SerialNumber,
        Name = Name,
        Cells = Cells,
        FirstImage = FirstImage,
        Images = images,
    };
}
