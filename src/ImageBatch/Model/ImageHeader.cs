namespace ImageBatch.Model;

/// <summary>What the first bytes of an image file say, read without decoding a pixel.</summary>
public sealed record ImageHeader
{
    /// <summary>The format found by its magic bytes.</summary>
    public required ImageFormat Format { get; init; }

    /// <summary>Width in pixels as stored, before any orientation is applied; at least 1.</summary>
    public required int Width { get; init; }

    /// <summary>Height in pixels as stored, before any orientation is applied; at least 1.</summary>
    public required int Height { get; init; }

    /// <summary>Length of the whole file in bytes.</summary>
    public required int Length { get; init; }

    /// <summary>Number of frames or pages; 1 for a still image. Counted up to 1,000,000.</summary>
    public int Frames { get; init; } = 1;

    /// <summary>EXIF orientation, 1 to 8; 1 where none is stored.</summary>
    public int Orientation { get; init; } = 1;

    /// <summary>Number of colour components or channels, 1 to 4; 0 where the header does not say.</summary>
    public int Components { get; init; }

    /// <summary>Bits a sample; 0 where the header does not say.</summary>
    public int Precision { get; init; }

    /// <summary>The coding process of a JPEG, else <see cref="JpegProcess.None"/>.</summary>
    public JpegProcess JpegProcess { get; init; }

    /// <summary>Pixels of one frame: width × height.</summary>
    public long Pixels => (long)Width * Height;
}
