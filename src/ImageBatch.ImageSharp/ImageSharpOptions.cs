using System.ComponentModel.DataAnnotations;

namespace ImageBatch.ImageSharp;

/// <summary>What <see cref="ImageSharpCodec"/> does beyond the options of one upload.</summary>
public sealed class ImageSharpOptions
{
    /// <summary>
    /// Whether EXIF, XMP, IPTC, comments and text are kept, in outputs that have a place for them. The orientation is
    /// reset, since the pixels are turned. Default false: only the ICC profile and the density are kept.
    /// </summary>
    public bool KeepMetadata { get; set; }

    /// <summary>
    /// The most pixels that one image may have, over all its frames that are decoded; more is
    /// <see cref="Model.ImageErrorCodes.ImageTooManyPixels"/>. Default 100,000,000.
    /// </summary>
    [Range(1, 4_000_000_000)]
    public long MaxPixels { get; set; } = 100_000_000;

    /// <summary>
    /// The most memory, in MiB, that the library may take for one image; more is
    /// <see cref="Model.ImageErrorCodes.ImageTooManyPixels"/>. Default 512.
    /// </summary>
    [Range(1, 65_536)]
    public int MaxMegabytes { get; set; } = 512;

    /// <summary>
    /// The most memory, in MiB, that stays for the next image, of all images that are worked on together. It is given
    /// back after a minute or two without use. Default 64.
    /// </summary>
    [Range(0, 65_536)]
    public int PoolMegabytes { get; set; } = 64;
}
