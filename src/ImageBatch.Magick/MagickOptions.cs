using System.ComponentModel.DataAnnotations;
using ImageMagick;

namespace ImageBatch.Magick;

/// <summary>What <see cref="MagickCodec"/> does beyond the options of one upload, and what ImageMagick may take.</summary>
/// <remarks>
/// The limits become those of ImageMagick, which has one set of them for the whole process (<see cref="ResourceLimits"/>).
/// A codec that is created only lowers them: what is lower already stays.
/// </remarks>
public sealed class MagickOptions
{
    /// <summary>
    /// Whether EXIF, XMP, IPTC, comments and text are kept. Default false: only the ICC profile and the density are. The EXIF
    /// orientation becomes 1 where pixels are turned, and the EXIF thumbnail goes.
    /// </summary>
    public bool KeepMetadata { get; set; }

    /// <summary>
    /// Whether images with an ICC profile are converted to sRGB, and written without a profile. Default false: the profile
    /// is kept where it fits the output's samples.
    /// </summary>
    public bool ConvertToSrgb { get; set; }

    /// <summary>Most pixels of one frame or page. Default 100,000,000.</summary>
    [Range(1, long.MaxValue - 1)]
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>Most pixels along a side. Default 16,384.</summary>
    [Range(1, 1_000_000)]
    public int MaxSide { get; set; } = 16_384;

    /// <summary>Most frames or pages of an image that are decoded. Default 1,000.</summary>
    [Range(1, 1_000_000)]
    public int MaxFrames { get; set; } = 1_000;

    /// <summary>
    /// Most bytes of decoded pixels at a time, of all images in the process together; never on disk. Default 1 GiB. It
    /// should not be less than the engine's <c>MaxBytesInFlight</c> and <c>MaxWorkingBytes</c>.
    /// </summary>
    [Range(1 << 20, long.MaxValue - 1)]
    public long MaxPixelBytes { get; set; } = 1L << 30;
}
