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
        var (width, height) = ShownSize(header);
        return width > MaxWidth || height > MaxHeight;
    }

    /// <summary>Whether an image of this format is to become one of another.</summary>
    public bool Converts(ImageFormat format) => Format != OutputFormat.Preserve && FormatOf(format) != format;

    /// <summary>The format of an output whose input has this one.</summary>
    /// <exception cref="ArgumentException">The format is unknown, and the output was to keep it.</exception>
    public ImageFormat FormatOf(ImageFormat input) => Format switch
    {
        OutputFormat.Jpeg => ImageFormat.Jpeg,
        OutputFormat.Png => ImageFormat.Png,
        OutputFormat.WebP => ImageFormat.WebP,
        OutputFormat.Avif => ImageFormat.Avif,
        _ when input != ImageFormat.Unknown => input,
        _ => throw new ArgumentException("An output has a known format.", nameof(input)),
    };

    /// <summary>The size of an output in pixels as shown, the orientation applied.</summary>
    /// <remarks>
    /// Both sides are scaled by the smaller of <see cref="MaxWidth"/> ÷ width, <see cref="MaxHeight"/> ÷ height and 1, and
    /// rounded to nearest; none becomes less than 1.
    /// </remarks>
    public (int Width, int Height) SizeOf(ImageHeader header)
    {
        var (width, height) = ShownSize(header);
        var scale = Math.Min(1, Math.Min((double)(MaxWidth ?? width) / width, (double)(MaxHeight ?? height) / height));
        return (Scale(width), Scale(height));

        int Scale(int side) => Math.Max(1, (int)Math.Round(side * scale, MidpointRounding.AwayFromZero));
    }

    private static (int Width, int Height) ShownSize(ImageHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        return header.Orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
    }
}
