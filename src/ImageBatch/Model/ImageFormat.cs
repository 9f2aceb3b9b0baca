namespace ImageBatch.Model;

/// <summary>A container format, known by its magic bytes and never by a file name or a content type.</summary>
public enum ImageFormat
{
    /// <summary>None of the formats below.</summary>
    Unknown,

    /// <summary>JPEG (ITU-T T.81), in JFIF, Exif or bare streams.</summary>
    Jpeg,

    /// <summary>Portable Network Graphics, APNG among it.</summary>
    Png,

    /// <summary>GIF 87a or 89a.</summary>
    Gif,

    /// <summary>WebP: VP8, VP8L or VP8X in a RIFF container.</summary>
    WebP,

    /// <summary>Windows bitmap.</summary>
    Bmp,

    /// <summary>TIFF, little or big endian.</summary>
    Tiff,

    /// <summary>AVIF: AV1 still images and sequences in an ISO base media file.</summary>
    Avif,
}
