using ImageBatch.ImageFiles;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;
using static ImageBatch.Tests.ImageHeaders.Files.JpegFile;

namespace ImageBatch.Tests.ImageFiles;

/// <summary>What decoders open in silence although they cannot decode it.</summary>
public sealed class DecodableTests
{
    private const byte Baseline = 0xC0;
    private const byte Progressive = 0xC2;
    private const byte Arithmetic = 0xC9;

    [Theory]
    [InlineData(0x00, true)]
    [InlineData(0x01, false)]
    [InlineData(0x10, false)]
    [InlineData(0x33, false)]
    public void EnsureDecodable_sequentialScan_needsBothOfItsTables(byte tables, bool isThere) =>
        Decodable(isThere, Jpeg(Baseline, [0x00, 0x10], Scan(tables, 0, 63, 0)));

    [Fact]
    public void EnsureDecodable_tablesInOneSegmentOrBetweenScans_areThere()
    {
        byte[] both = [.. Table(0x00)[4..], .. Table(0x11)[4..]];
        Decodable(true, Of(Segment(0xC4, both), Frame(), Scan(0x01, 0, 63, 0), [0xFF, 0xD9]));
        Decodable(true, Of(Table(0x00), Table(0x10), Frame(), Scan(0x00, 0, 63, 0), Table(0x11), Scan(0x01, 0, 63, 0), [0xFF, 0xD9]));
        Decodable(false, Of(Table(0x00), Table(0x10), Frame(), Scan(0x01, 0, 63, 0), Table(0x11), [0xFF, 0xD9]));
    }

    [Theory]
    [InlineData(0x00, 0, 0, 0x00, true)]
    [InlineData(0x03, 0, 0, 0x00, true)]
    [InlineData(0x30, 0, 0, 0x00, false)]
    [InlineData(0x30, 0, 0, 0x10, true)]
    [InlineData(0x30, 1, 63, 0x00, true)]
    [InlineData(0x03, 1, 63, 0x10, false)]
    public void EnsureDecodable_progressiveScan_needsTheTablesThatItReads(byte tables, byte first, byte last, byte bits, bool isThere) =>
        Decodable(isThere, Jpeg(Progressive, [0x00, 0x10], Scan(tables, first, last, bits)));

    [Fact]
    public void EnsureDecodable_withoutAnyTable_isForDecoders()
    {
        Decodable(true, Jpeg(Baseline, [], Scan(0x11, 0, 63, 0)));
        Decodable(true, Jpeg(Arithmetic, [0x00], Scan(0x11, 0, 63, 0)));
    }

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    [InlineData(8, true)]
    [InlineData(11, true)]
    [InlineData(12, false)]
    public void EnsureDecodable_gif_hasCodesThatExist(byte bits, bool isThere)
    {
        byte[] Image(byte codes) => [.. GifFile.Frame()[..10], codes, 1, 0, 0];
        Decodable(isThere, [.. GifFile.Screen(), .. Image(bits), 0x3B]);
        Decodable(isThere, [.. GifFile.Screen(), .. Image(2), .. GifFile.Comment, .. GifFile.GraphicControl, .. Image(bits), 0x3B]);
    }

    private static byte[] Jpeg(byte frame, byte[] tables, byte[] scan)
    {
        var start = Frame();
        start[1] = frame;
        return Of([.. tables.SelectMany(Table)], start, scan, [0xFF, 0xD9]);
    }

    /// <summary>A table of one code.</summary>
    private static byte[] Table(byte id) => Segment(0xC4, [id, 1, .. new byte[15], 7]);

    private static byte[] Scan(byte tables, byte first, byte last, byte bits) =>
        [.. Segment(0xDA, 1, 1, tables, first, last, bits), 0x12, 0x34];

    private static void Decodable(bool expected, byte[] file)
    {
        var failure = Record.Exception(() => ImageFile.EnsureDecodable(file));
        Assert.Equal(expected ? null : ImageErrorCodes.ImageCorrupt, (failure as ImageException)?.Code);
    }
}
