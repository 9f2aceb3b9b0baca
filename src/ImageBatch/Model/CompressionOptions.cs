using System.ComponentModel.DataAnnotations;

namespace ImageBatch.Model;

/// <summary>What an upload asks of the compression of its images.</summary>
public sealed record CompressionOptions
{
    /// <summary>Quality on the scale of the Independent JPEG Group, 1 (smallest) to 100 (best). Default 50.</summary>
    [Range(1, 100)]
    public int Quality { get; init; } = 50;

    /// <summary>Largest width of an output in pixels, or null for no limit. Images are never enlarged.</summary>
    [Range(1, 65_535)]
    public int? MaxWidth { get; init; }

    /// <summary>Largest height of an output in pixels, or null for no limit. Images are never enlarged.</summary>
    [Range(1, 65_535)]
    public int? MaxHeight { get; init; }

    /// <summary>The format of the outputs. Default <see cref="OutputFormat.Preserve"/>.</summary>
    public OutputFormat Format { get; init; }

    /// <summary>Whether an image of this header is to be scaled down, its orientation considered.</summary>
    public bool Resizes(ImageHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        var turned = header.Orientation >= 5;
        var width = turned ? header.Height : header.Width;
        var height = turned ? header.Width : header.Height;
        return width > MaxWidth || height > MaxHeight;
    }

    /// <summary>Whether an image of this format is to become one of another.</summary>
    public bool Converts(ImageFormat format) => Format switch
    {
        OutputFormat.Preserve => false,
        OutputFormat.Jpeg => format != ImageFormat.Jpeg,
        OutputFormat.Png => format != ImageFormat.Png,
        OutputFormat.WebP => format != ImageFormat.WebP,
        OutputFormat.Avif => format != ImageFormat.Avif,
        _ => true,
    };
}
