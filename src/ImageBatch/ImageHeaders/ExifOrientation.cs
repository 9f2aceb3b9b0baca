namespace ImageBatch.ImageHeaders;

/// <summary>Reads and writes the orientation of Exif metadata (CIPA DC-008, 4.7.2, tag 274).</summary>
internal static class ExifOrientation
{
    /// <summary>Length of metadata that hold an orientation and nothing else.</summary>
    public const int MinimalLength = 26;

    /// <summary>Place of the orientation in them.</summary>
    private const int MinimalValue = 19;

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

    /// <summary>Reduces metadata to their orientation.</summary>
    /// <param name="exif">The metadata from their TIFF header on, with or without the prefix.</param>
    /// <param name="buffer">Room for <see cref="MinimalLength"/> bytes.</param>
    /// <returns>
    /// Nothing where the orientation is 1; the metadata as they are where they are no longer than what would replace them.
    /// </returns>
    public static ReadOnlySpan<byte> Reduce(ReadOnlySpan<byte> exif, Span<byte> buffer)
    {
        var orientation = Read(exif);
        if (orientation == 1)
        {
            return [];
        }

        if (exif.Length < MinimalLength)
        {
            return exif;
        }

        // A big-endian header with the directory at 8: one entry (tag, type SHORT, count, value), no next directory.
        ReadOnlySpan<byte> start = [0x4D, 0x4D, 0, 42, 0, 0, 0, 8, 0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1];
        var minimal = buffer[..MinimalLength];
        minimal.Clear();
        start.CopyTo(minimal);
        minimal[MinimalValue] = (byte)orientation;
        return minimal;
    }

    /// <summary>The orientation that a directory stores, or 1.</summary>
    public static int Of(TiffDirectory directory) =>
        directory.TryGetValue(TiffDirectory.Orientation, out var value) && value is >= 1 and <= 8 ? (int)value : 1;
}
