using ImageBatch.Model;

namespace ImageBatch.Codecs;

/// <summary>What an <see cref="ImageTranscoder"/> is to make of an image.</summary>
public sealed record TranscodeRequest
{
    private TranscodeRequest(ImageHeader header, CompressionOptions options)
    {
        Header = header;
        Format = options.FormatOf(header.Format);
        (Width, Height) = options.SizeOf(header);
        Quality = options.Quality;
        Resizes = options.Resizes(header);
        Converts = options.Converts(header.Format);
    }

    /// <summary>The input.</summary>
    public ImageHeader Header { get; }

    /// <summary>The format of the output.</summary>
    public ImageFormat Format { get; }

    /// <summary>Width of the output in pixels as shown, the orientation applied.</summary>
    public int Width { get; }

    /// <summary>Height of the output in pixels as shown, the orientation applied.</summary>
    public int Height { get; }

    /// <summary>Quality on the scale of the Independent JPEG Group, 1 to 100.</summary>
    public int Quality { get; }

    /// <summary>Whether the output is smaller in pixels than the input.</summary>
    public bool Resizes { get; }

    /// <summary>Whether the output's format is another than the input's.</summary>
    public bool Converts { get; }

    /// <summary>Says what options ask of an image.</summary>
    /// <exception cref="ArgumentException">
    /// The input's format, or the one asked for, is none of <see cref="ImageFormat"/>'s known ones.
    /// </exception>
    public static TranscodeRequest Of(ImageHeader header, CompressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(options);
        return new TranscodeRequest(header, options);
    }
}
