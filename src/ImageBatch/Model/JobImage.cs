namespace ImageBatch.Model;

/// <summary>One image of a job and where it stands.</summary>
public sealed record JobImage
{
    /// <summary>Index in the job, from 0.</summary>
    public required int Index { get; init; }

    /// <summary>Its product's <see cref="Product.Row"/>.</summary>
    public required int Row { get; init; }

    /// <summary>Its product's serial number.</summary>
    public required string SerialNumber { get; init; }

    /// <summary>Its product's name.</summary>
    public required string ProductName { get; init; }

    /// <summary>The input URL.</summary>
    public required string Url { get; init; }

    /// <summary>See <see cref="ProductImage.SameAs"/>.</summary>
    public int? SameAs { get; init; }

    /// <summary>Where it stands in the job's current run.</summary>
    public ImageStatus Status { get; init; }

    /// <summary>Its output, where it succeeded.</summary>
    public ImageOutput? Output { get; init; }

    /// <summary>Its error, where it failed.</summary>
    public ImageError? Error { get; init; }
}
