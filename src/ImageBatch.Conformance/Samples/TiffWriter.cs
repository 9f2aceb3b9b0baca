namespace ImageBatch.Conformance;

/// <summary>TIFF 6.0: one directory a page, then the strips of all pages.</summary>
internal static class TiffWriter
{
    private const int Header = 8;
    private const int RowsPerStrip = 16;
    private const int StripOffsets = 273;
    private const int ZlibTrailer = 4;
    private const int EndOfBlock = 2;

    /// <param name="metadata">Of the first page.</param>
    /// <param name="isLittleEndian">The byte order.</param>
    /// <param name="isDeflated">Whether strips are compressed (compression 8, Adobe's technical note 2).</param>
    /// <param name="pages">8 or 16 bits a sample. Four channels are alpha's, unless <paramref name="isCmyk"/>.</param>
    /// <param name="isCmyk">Whether the channels are inks.</param>
    public static SampleFile Write(
        SampleMetadata metadata, bool isLittleEndian, bool isDeflated, bool isCmyk, params SampleImage[] pages)
    {
        var strips = pages.Select(page => Strips(page, isLittleEndian, isDeflated)).ToArray();
        var directories = pages.Select((page, i) =>
            Directory(page, isLittleEndian, isDeflated, isCmyk, strips[i], i == 0 ? metadata : SampleMetadata.None)).ToArray();
        var file = new ByteWriter(isLittleEndian).Text(isLittleEndian ? "II" : "MM").UInt16(42).UInt32(Header);
        var data = Header + directories.Sum(directory => directory.Length);
        var offset = data;
        for (var i = 0; i < pages.Length; i++)
        {
            directories[i].Longs(StripOffsets, [.. strips[i].Select(strip => (offset += strip.Length) - strip.Length)]);
            directories[i].WriteTo(file, i + 1 < pages.Length ? file.Length + directories[i].Length : 0);
        }

        foreach (var strip in strips.SelectMany(page => page))
        {
            file.Bytes(strip);
        }

        return new(file.ToArray(), data, file.Length - (isDeflated ? ZlibTrailer + EndOfBlock : 0));
    }

    private static TiffDirectoryWriter Directory(
        SampleImage page, bool isLittleEndian, bool isDeflated, bool isCmyk, byte[][] strips, SampleMetadata metadata)
    {
        var directory = new TiffDirectoryWriter(isLittleEndian)
            .Longs(256, page.Width).Longs(257, page.Height)
            .Shorts(258, [.. Enumerable.Repeat(page.Depth, page.Channels)])
            .Shorts(259, isDeflated ? 8 : 1)
            .Shorts(262, page.Palette.Length > 0 ? 3 : isCmyk ? 5 : page.Channels >= 3 ? 2 : 1)
            .Longs(StripOffsets, new int[strips.Length])
            .Shorts(277, page.Channels).Longs(278, RowsPerStrip)
            .Longs(279, [.. strips.Select(strip => strip.Length)])
            .Rationals(282, 72, 1).Rationals(283, 72, 1).Shorts(284, 1).Shorts(296, 2);
        if (page.Palette.Length > 0)
        {
            // All reds, then all greens, then all blues, of 16 bits each and as many as there are indices.
            directory.Shorts(320, [.. from channel in Enumerable.Range(0, 3) from i in Enumerable.Range(0, 256)
                                      select (3 * i) + channel < page.Palette.Length ? page.Palette[(3 * i) + channel] * 257 : 0]);
        }

        if (page.Channels is 2 || (page.Channels is 4 && !isCmyk))
        {
            directory.Shorts(338, 2);
        }

        return WithMetadata(directory, metadata);
    }

    private static TiffDirectoryWriter WithMetadata(TiffDirectoryWriter directory, SampleMetadata metadata)
    {
        if (metadata.Orientation is { } orientation)
        {
            directory.Shorts(274, orientation);
        }

        if (metadata.Profile is not null)
        {
            directory.Bytes(34_675, metadata.Profile);
        }

        return metadata.Marker is { } marker
            ? directory.Ascii(270, marker).Ascii(305, marker).Ascii(315, marker).Bytes(700, metadata.Xmp!, type: 1)
            : directory;
    }

    private static byte[][] Strips(SampleImage page, bool isLittleEndian, bool isDeflated)
    {
        var samples = page.Samples.Chunk(page.Width * page.Channels * RowsPerStrip);
        return [.. samples.Select(strip =>
        {
            var bytes = new ByteWriter(isLittleEndian);
            foreach (var sample in strip)
            {
                _ = page.Depth == 16 ? bytes.UInt16(sample) : bytes.Byte(sample);
            }

            return isDeflated ? PngWriter.Compress(bytes.ToArray()) : bytes.ToArray();
        })];
    }
}
