namespace ImageBatch.ImageHeaders;

/// <summary>
/// What the tracks of an image sequence say: the samples of the longest, and the size that encloses every one
/// (ISO/IEC 14496-12, 8.5.2, 8.7.3 and 12.1.3).
/// </summary>
internal readonly record struct AvifTrack(int Samples, int Width, int Height)
{
    public static AvifTrack ReadLargest(HeaderBytes file, IsoBox movie)
    {
        var largest = default(AvifTrack);
        foreach (var box in movie.Children(file))
        {
            if (!box.Is(file, "trak"u8) || !TryFindTable(file, box, out var table))
            {
                continue;
            }

            var (width, height) = SizeOf(file, table);
            largest = new(
                Math.Max(largest.Samples, CountSamples(file, table)),
                Math.Max(largest.Width, width),
                Math.Max(largest.Height, height));
        }

        return largest;
    }

    /// <summary>Finds the sample table of a track.</summary>
    public static bool TryFindTable(HeaderBytes file, IsoBox track, out IsoBox table)
    {
        table = default;
        return track.TryFind(file, "mdia"u8, out var media)
            && media.TryFind(file, "minf"u8, out var information)
            && information.TryFind(file, "stbl"u8, out table);
    }

    /// <summary>The count stands at the same place in either kind of sample size box.</summary>
    private static int CountSamples(HeaderBytes file, IsoBox table)
    {
        if (!table.TryFind(file, "stsz"u8, out var sizes) && !table.TryFind(file, "stz2"u8, out sizes))
        {
            return 0;
        }

        var at = sizes.Content + IsoBox.FullBoxHeader + 4;
        return file.Has(at, 4) ? (int)Math.Min(file.UInt32BigEndian(at), ImageHeaderReader.MaxFrames) : 0;
    }

    private static (int Width, int Height) SizeOf(HeaderBytes file, IsoBox table)
    {
        if (!table.TryFind(file, "stsd"u8, out var descriptions)
            || !descriptions.TryFind(file, "av01"u8, out var entry, skip: IsoBox.FullBoxHeader + 4)
            || !file.Has(entry.Content + 24, 4))
        {
            return default;
        }

        return (file.UInt16BigEndian(entry.Content + 24), file.UInt16BigEndian(entry.Content + 26));
    }
}
