namespace ImageBatch.Model;

/// <summary>One accepted row of the CSV.</summary>
public sealed record Product
{
    /// <summary>Ordinal of the product in its job, from 0.</summary>
    public required int Row { get; init; }

    /// <summary>The serial number's cell.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>The product name's cell.</summary>
    public required string Name { get; init; }

    /// <summary>All cells in the order of the job's CSV header and as many as it has columns.</summary>
    public required IReadOnlyList<string> Cells { get; init; }

    /// <summary>Index in the job of the first of <see cref="Images"/>; the others follow it without a gap.</summary>
    public required int FirstImage { get; init; }

    /// <summary>The product's images in input order; at least one.</summary>
    public required IReadOnlyList<ProductImage> Images { get; init; }
}
