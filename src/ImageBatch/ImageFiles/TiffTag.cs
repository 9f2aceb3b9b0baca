namespace ImageBatch.ImageFiles;

/// <summary>Tags of TIFF entries, and which of them are kept.</summary>
internal static class TiffTag
{
    public const ushort StripOffsets = 273;
    public const ushort StripByteCounts = 279;
    public const ushort TileOffsets = 324;
    public const ushort TileByteCounts = 325;
    public const ushort SubDirectories = 330;
    public const ushort JpegInterchangeFormat = 513;
    public const ushort JpegInterchangeFormatLength = 514;
    public const ushort JpegQuantizationTables = 519;
    public const ushort JpegDcTables = 520;
    public const ushort JpegAcTables = 521;

    private const ushort Exif = 34665;
    private const ushort Gps = 34853;
    private const ushort Interoperability = 40965;

    /// <summary>
    /// Whether an image is decoded, shown or printed with the values: the tags of TIFF 6.0 that are no text, those of its
    /// supplements and of TIFF-FX (RFC 2301) that change pixels, the ICC profile. All others tell of the image, or are private.
    /// </summary>
    public static bool IsKept(ushort tag) => tag is
        (>= 254 and <= 259) // kind, width, height, bits, compression
        or (>= 262 and <= 266) // photometric interpretation, thresholding, halftone cell, fill order
        or StripOffsets or 274 or (>= 277 and <= 284) // orientation, samples, rows, counts, range, resolution, planes
        or 286 or 287 or (>= 290 and <= 293) or 296 or 297 // position, grey response, fax options, unit, page
        or 301 or (>= 317 and <= 328) // transfer, predictor, white point, primaries, colour map, tiles, fax quality
        or SubDirectories or 332 or 334 or 336 // inks, without their names
        or (>= 338 and <= 342) or 346 or 347 // extra samples, sample format and range, JPEG tables
        or (>= 401 and <= 405) or 433 or 434 // fax profile, decoding, default colour
        or (>= 512 and <= 521) // JPEG of TIFF 6.0
        or (>= 529 and <= 532) or 559 // YCbCr, reference black and white, rows of strips
        or (>= 32995 and <= 32998) // alpha and sample type of SGI, depth
        or 34675 or 37439 or 50674; // ICC profile, luminance unit of LogLuv, parameters of LERC

    /// <summary>Whether the value is the offset of a directory of metadata.</summary>
    public static bool IsMetadataDirectory(ushort tag) => tag is Exif or Gps or Interoperability;
}
