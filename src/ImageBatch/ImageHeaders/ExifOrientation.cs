namespace ImageBatch.ImageHeaders;

/// <summary>Reads the orientation of Exif metadata (CIPA DC-008, 4.7.2, tag 274).</summary>
internal static class ExifOrientation
{
    /// <summary>What precedes the metadata in a JPEG's APP1 segment and, by some writers, elsewhere.</summary>
    public static ReadOnlySpan<byte> Prefix => "Exif\0\0"u8;

    /// <summary>1 to 8; 1 where none is stored or the metadata cannot be read.</summary>
    /// <param name="exif">The metadata from their TIFF header on, with or without the prefix.</param>
    public static int Read(ReadOnlySpan<byte> exif)
    {
        var tiff = exif.StartsWith(Prefix) ? exif[Prefix.Length..] : exif;
        return TiffDirectory.TryReadStart(tiff, out var littleEndian, out var first)
            && TiffDirectory.TryOpen(tiff, littleEndian, first, out var directory)
            ? Of(directory)
            : 1;
    }

    /// <summary>The orientation that a directory stores, or 1.</summary>
    public static int Of(TiffDirectory directory) =>
        directory.TryGetValue(TiffDirectory.Orientation, out var value) && value is >= 1 and <= 8 ? (int)value : 1;
}
