using ImageBatch.Model;
using ImageBatch.Recompression.Jpeg;
using ImageBatch.Recompression.Png;
using ImageBatch.Recompression.Tests.Png;

namespace ImageBatch.Recompression.Tests;

/// <summary>Files of so many segments or chunks that lists of them would take more memory than any budget knows.</summary>
public sealed class PartLimitTests
{
    private static readonly byte[] Jpeg = Fixture.Load("quality-92");
    private static readonly PngImage Picture = PngImage.Picture(37, 23, 2, 8);

    [Theory]
    [InlineData(0xCC, 0)]
    [InlineData(0xDD, 2)]
    [InlineData(0xDB, 0)]
    [InlineData(0xC4, 0)]
    [InlineData(0xFE, 0)]
    [InlineData(0xE5, 0)]
    public void Compress_a_JPEG_of_too_many_segments_is_corrupt_and_takes_little_memory(byte marker, int length)
    {
        var input = JpegBytes.AfterStart(Jpeg, Repeat(JpegBytes.Segment(marker, new byte[length]), 1_000_000));
        _ = Refused(input);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var message = Refused(input);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.Contains($"{JpegFile.MostSegments + 1:N0} marker segments", message, StringComparison.Ordinal);
        Assert.Contains($"{JpegFile.MostSegments:N0} are the most", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Compress_a_JPEG_of_too_many_segments_of_both_kinds_by_turns_is_corrupt() =>
        Refused(JpegBytes.AfterStart(Jpeg, Repeat([.. JpegBytes.Segment(0xFE), .. JpegBytes.Segment(0xCC)], JpegFile.MostSegments)));

    [Fact]
    public void Compress_a_JPEG_with_too_many_segments_behind_its_last_scan_is_corrupt() =>
        Refused([.. Jpeg[..^2], .. Repeat(JpegBytes.Segment(0xFE), JpegFile.MostSegments), .. Jpeg[^2..]]);

    [Fact]
    public void Compress_a_JPEG_of_thousands_of_segments_is_taken()
    {
        // A profile of the most segments that there are, an index of further pictures, and comments.
        byte[][] profile = [.. Enumerable.Range(1, 255).Select(i => JpegBytes.Segment(0xE2, [.. "ICC_PROFILE\0"u8, (byte)i, 255, 1, 2]))];
        var input = JpegBytes.AfterStart(
            Jpeg, [.. profile, JpegBytes.Segment(0xE2, [.. "MPF\0"u8, 1, 2]), Repeat(JpegBytes.Segment(0xFE, 1), 10_000)]);

        var (output, _) = Fixture.Compress(input);

        Assert.Equal(255, JpegBytes.Segments(output).Count(segment => segment.Marker == 0xE2));
    }

    [Fact]
    public void Compress_a_PNG_of_too_many_chunks_is_corrupt_and_says_the_count_and_the_limit()
    {
        var message = Refused(PngBytes.File(Picture, before: Repeat(PngBytes.Chunk("tEXt", [65, 0]), 100_000)));

        Assert.Contains($"{PngFile.MostChunks + 1:N0} chunks", message, StringComparison.Ordinal);
        Assert.Contains($"{PngFile.MostChunks:N0} are the most", message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Compress_a_PNG_of_any_number_of_data_chunks_is_taken_and_needs_no_list_of_them(bool keepMetadata)
    {
        byte[] input = PngBytes.File(Picture, behind: Repeat(PngBytes.Chunk("IDAT", []), 1_000_000));
        var expected = Fixture.Compress(PngBytes.File(Picture), keepMetadata: keepMetadata).Output;
        _ = Fixture.Compress(input, keepMetadata: keepMetadata);
        var before = GC.GetAllocatedBytesForCurrentThread();

        var (output, _) = Fixture.Compress(input, keepMetadata: keepMetadata);

        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 2_000_000);
        Assert.Equal(expected, output);
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void Compress_a_PNG_whose_data_are_in_thousands_of_chunks_is_that_of_one(int quality)
    {
        var photo = PngImage.Photo(200, 150);

        Assert.Equal(Pixels(1), Pixels(3_200));

        byte[] Pixels(int pieces) => Fixture.Compress(PngBytes.File(photo, pieces: pieces), quality).Output;
    }

    [Fact]
    public void Compress_a_PNG_that_is_kept_keeps_all_of_its_data_chunks()
    {
        // It is as short as it gets, but for an animation's chunks, which keep it as it is.
        var input = PngBytes.File(Picture, before: PngBytes.Chunk("acTL", [0, 0, 0, 1, 0, 0, 0, 0]), pieces: 7);

        var (output, result) = Fixture.Compress(input);

        Assert.True(result.Unchanged);
        Assert.Equal(7, PngBytes.Chunks(output).Count(chunk => chunk.Type == "IDAT"));
        Assert.Equal(input, output);
    }

    private static string Refused(byte[] input)
    {
        var exception = Assert.Throws<ImageException>(() => Fixture.Compress(input, keepMetadata: true));
        Assert.Equal(ImageErrorCodes.ImageCorrupt, exception.Code);
        return exception.Message;
    }

    private static byte[] Repeat(byte[] part, int count)
    {
        var all = new byte[part.Length * count];
        for (var i = 0; i < count; i++)
        {
            part.CopyTo(all, i * part.Length);
        }

        return all;
    }
}
