namespace ImageBatch.Recompression;

/// <summary>What <see cref="RecompressionCodec"/> does beyond the options of one upload.</summary>
public sealed class RecompressionOptions
{
    /// <summary>
    /// Whether every application segment and comment is kept as it is: EXIF with its position and thumbnail, XMP,
    /// IPTC, comments. Default false: only what the picture needs to look the same is kept, which is the ICC profile,
    /// the EXIF orientation, the JFIF density, and the Adobe marker where colour depends on it.
    /// </summary>
    /// <remarks>
    /// The index of a multi-picture file (CIPA DC-007) is dropped even so, since the pictures behind the first are.
    /// </remarks>
    public bool KeepMetadata { get; set; }
}
