using System.IO.Compression;
using System.Text;
using ImageBatch.ImageHeaders;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

/// <summary>Files that claim much, or carry much that no header needs: read at the price of a small one.</summary>
public sealed class HostileHeaderTests
{
    private const int Profile = 4 << 20;

    [Fact]
    public void Read_claims_beyond_any_limit_are_told_as_they_are()
    {
        var limits = new ProcessingOptions();
        byte[][] files =
        [
            PngFile.Of(PngFile.Header(1, 500_000_000, 1, 0)),
            PngFile.Of(PngFile.Header(int.MaxValue, int.MaxValue), PngFile.AnimationControl(uint.MaxValue)),
            [.. JpegFile.Of(JpegFile.Frame(width: 65_500, height: 65_500)), .. Garbage(1_024)],
            JpegFile.Of(JpegFile.Frame(marker: 0xC2, width: 65_535, height: 65_535)),
            GifFile.Create(10_000, 65_535, 65_535),
            [.. GifFile.Screen(1, 1), .. GifFile.Frame(left: 65_535, top: 65_535, width: 65_535, height: 65_535)],
            WebPFile.Of(WebPFile.Lossless(16_384, 16_384)),
            BmpFile.Create(width: 30_000, height: int.MinValue + 1),
            TiffFile.Create(int.MaxValue, 65_535, pages: 10_000),
            AvifFile.Create(int.MaxValue, 65_535),
            AvifFile.Sequence(uint.MaxValue, 65_535, 65_535),
        ];
        Assert.All(files, file =>
        {
            var header = ImageHeaderReader.Read(file);
            Assert.True(header.Pixels > limits.MaxPixels || Math.Max(header.Width, header.Height) > limits.MaxSide);
            AssertCheap(file);
        });
    }

    [Fact]
    public void Read_gif_of_100000_frames_counts_them_for_nothing()
    {
        var file = GifFile.Create(100_000);
        Assert.Equal((100_000, 7, 5), (ImageHeaderReader.Read(file).Frames, ImageHeaderReader.Read(file).Width, ImageHeaderReader.Read(file).Height));
        AssertCheap(file);
    }

    [Theory]
    [InlineData(0x00)]
    [InlineData(0xFF)]
    [InlineData(0xC0)]
    public void Read_jpeg_behind_a_profile_of_255_segments_is_found_whatever_is_in_them(byte content)
    {
        // The most that the numbering of segments allows (ICC.1, annex B.4): 255 of 65,519 bytes.
        var segments = Enumerable.Range(1, 255)
            .Select(i => JpegFile.Segment(0xE2, [.. "ICC_PROFILE\0"u8, (byte)i, 255, .. Enumerable.Repeat(content, 65_519)]));
        AssertSame(JpegFile.Create(), JpegFile.Create([.. segments]));
    }

    [Fact]
    public void Read_jpeg_whose_profile_ends_before_the_frame_is_truncated()
    {
        var segments = Enumerable.Repeat(JpegFile.Segment(0xE2, new byte[65_533]), 255).ToArray();
        HeaderAssert.Truncated(JpegFile.Create(segments)[..^100]);
        HeaderAssert.Truncated(JpegFile.Of(segments));
    }

    [Theory]
    [InlineData("iCCP")]
    [InlineData("zTXt")]
    [InlineData("iTXt")]
    public void Read_png_with_a_huge_compressed_chunk_is_read_without_it(string type)
    {
        var name = Encoding.ASCII.GetBytes(type);
        AssertSame(PngFile.Create(), PngFile.Create(PngFile.Chunk(name, [.. "name\0\0"u8, .. Bomb(64 << 20)])));
        AssertSame(PngFile.Create(), PngFile.Create(PngFile.Chunk(name, Garbage(Profile))));
        AssertSame(PngFile.Create(), PngFile.Create([.. Enumerable.Repeat(PngFile.Chunk(name, "a\0\0"u8), 100_000)]));
    }

    [Fact]
    public void Read_png_tells_what_stands_behind_huge_chunks()
    {
        var huge = PngFile.Chunk("iCCP"u8, new byte[Profile]);
        var exif = PngFile.Chunk("eXIf"u8, ExifFile.WithOrientation(6, prefix: false));
        var header = ImageHeaderReader.Read(PngFile.Create(huge, PngFile.AnimationControl(3), exif));
        Assert.Equal((3, 6), (header.Frames, header.Orientation));
    }

    [Fact]
    public void Read_exif_of_the_most_entries_costs_nothing()
    {
        byte[] exif = [.. "Exif\0\0"u8, .. TiffFile.Start(true), 8, 0, 0, 0, 0xFF, 0xFF, .. new byte[65_000]];
        AssertSame(JpegFile.Create(), JpegFile.Create(JpegFile.Segment(0xE1, exif)));
        AssertSame(PngFile.Create(), PngFile.Create([.. Enumerable.Repeat(PngFile.Chunk("eXIf"u8, exif), 200)]));
    }

    [Fact]
    public void Read_what_follows_the_frame_does_not_count()
    {
        AssertSame(JpegFile.Of(JpegFile.Frame()), [.. JpegFile.Of(JpegFile.Frame()), .. Garbage(Profile)]);
        AssertSame(BmpFile.Create(), [.. BmpFile.Create(), .. Garbage(Profile)]);
        AssertSame(TiffFile.Create(), [.. TiffFile.Create(), .. Garbage(Profile)]);
        AssertSame(AvifFile.Create(), [.. AvifFile.Create(), .. Garbage(Profile)]);
    }

    private static void AssertSame(byte[] plain, byte[] loaded)
    {
        Assert.Equal(ImageHeaderReader.Read(plain) with { Length = loaded.Length }, ImageHeaderReader.Read(loaded));
        AssertCheap(loaded);
    }

    // The least of several: a collection in between counts memory that was only set aside for the thread.
    private static void AssertCheap(byte[] file) =>
        Assert.InRange(Enumerable.Range(0, 10).Min(_ => AllocatedBy(file)), 0, 1_024);

    private static long AllocatedBy(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = ImageHeaderReader.Read(file);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    /// <summary>Zeros as zlib writes them: a thousandth of the length.</summary>
    private static byte[] Bomb(int length)
    {
        using var bomb = new MemoryStream();
        using (var zlib = new ZLibStream(bomb, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            zlib.Write(new byte[length]);
        }

        return bomb.ToArray();
    }

    private static byte[] Garbage(int length)
    {
        var bytes = new byte[length];
        new Random(1).NextBytes(bytes);
        return bytes;
    }
}
