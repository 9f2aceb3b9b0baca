using ImageBatch.ImageHeaders;

namespace ImageBatch.ImageFiles;

/// <summary>Finds where the pixels of a TIFF's images are.</summary>
/// <param name="ranges">Takes the places; null where only their ends count.</param>
internal sealed class TiffImageData(ByteRanges? ranges)
{
    /// <summary>More than any table of a JPEG has (T.81, B.2.4): 16 numbers, 256 values.</summary>
    private const int LongestTable = 16 + 256;

    private long _places;

    /// <summary>Adds the strips, tiles and tables of an image.</summary>
    /// <returns>Whether all of them, and the lists of where they are, end inside the file.</returns>
    public bool TryAdd(HeaderBytes file, TiffDirectory image) =>
        TryAdd(file, image, TiffTag.StripOffsets, TiffTag.StripByteCounts)
        && TryAdd(file, image, TiffTag.TileOffsets, TiffTag.TileByteCounts)
        && TryAdd(file, image, TiffTag.JpegInterchangeFormat, TiffTag.JpegInterchangeFormatLength)
        && TryAddTables(file, image, TiffTag.JpegQuantizationTables)
        && TryAddTables(file, image, TiffTag.JpegDcTables)
        && TryAddTables(file, image, TiffTag.JpegAcTables);

    private bool TryAdd(HeaderBytes file, TiffDirectory image, ushort offsetsTag, ushort lengthsTag)
    {
        if (!image.TryFind(offsetsTag, out var offsets))
        {
            return true;
        }

        var hasLengths = image.TryFind(lengthsTag, out var lengths);
        if (offsets.End > file.Length || (hasLengths && lengths.End > file.Length))
        {
            return false;
        }

        for (uint i = 0; image.TryGetValue(offsets, i, out var start); i++)
        {
            Count(file);

            // Some writers leave the lengths out. Tiles of length 0 are not stored.
            var length = image.TryGetValue(lengths, i, out var stored) ? stored : 0;
            if ((length > 0 || !hasLengths) && start + (long)length > file.Length)
            {
                return false;
            }

            ranges?.Add(start, length);
        }

        return true;
    }

    private bool TryAddTables(HeaderBytes file, TiffDirectory image, ushort tag)
    {
        _ = image.TryFind(tag, out var offsets);
        for (uint i = 0; image.TryGetValue(offsets, i, out var start); i++)
        {
            Count(file);
            ranges?.Add(start, LongestTable);
        }

        return offsets.End <= file.Length;
    }

    /// <summary>Lists that several images share would cost the square of the file's length.</summary>
    private void Count(HeaderBytes file)
    {
        if (++_places > file.Length)
        {
            throw file.Broken("its images share the lists of their strips");
        }
    }
}
