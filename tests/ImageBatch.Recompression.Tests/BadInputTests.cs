using ImageBatch.Model;

namespace ImageBatch.Recompression.Tests;

public sealed class BadInputTests
{
    private static readonly byte[] Image = Fixture.Load("quality-92");

    [Theory]
    [InlineData("size-7x9")]
    [InlineData("size-17x33")]
    [InlineData("grey-restart")]
    [InlineData("scans-2")]
    [InlineData("restart-1b")]
    [InlineData("progressive")]
    [InlineData("progressive-restart")]
    [InlineData("cmyk")]
    public void Compress_truncated_at_any_byte_is_truncated_while_data_are_missing(string name)
    {
        var input = Fixture.Load(name);
        for (var length = 0; length < input.Length - 2; length++)
        {
            Assert.Equal(ImageErrorCodes.ImageTruncated, Fixture.ErrorCode(input.AsMemory(0, length)));
        }
    }

    [Theory]
    [InlineData("quality-92")]
    [InlineData("quality-30")]
    public void Compress_without_an_end_marker_takes_an_image_whose_data_are_whole(string name)
    {
        var input = Fixture.Load(name);
        for (var missing = 1; missing <= 2; missing++)
        {
            var (output, result) = Fixture.Compress(input.AsMemory(0, input.Length - missing));

            Assert.True(output.Length <= input.Length - missing);
            Assert.Equal(Fixture.Compress(input).Result, result);
        }
    }

    [Theory]
    [InlineData("quality-92", 0xC0)]
    [InlineData("progressive-98", 0xC2)]
    public void Compress_huge_header_with_little_data_is_truncated_and_allocates_little(string name, byte marker)
    {
        var image = Fixture.Load(name);
        var frame = JpegBytes.Find(image, marker);
        var input = image[..(JpegBytes.Find(image, 0xDA) + 100)];
        input.AsSpan(frame + 1, 4).Fill(0xFF);
        _ = Fixture.ErrorCode(input);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(ImageErrorCodes.ImageTruncated, Fixture.ErrorCode(input));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 5_000_000);
    }

    [Fact]
    public void Compress_data_that_end_at_a_marker_before_the_image_does_are_corrupt()
    {
        byte[] input = [.. Image[..^1000], .. Image[^2..]];

        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(input));
    }

    [Fact]
    public void Compress_restart_markers_out_of_order_are_corrupt()
    {
        var input = Fixture.Load("restart-1b");
        var at = input.AsSpan().IndexOf<byte>([0xFF, 0xD1]);
        input[at + 1] = 0xD2;

        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(input));
    }

    [Fact]
    public void Compress_bytes_that_are_no_JPEG_are_unsupported()
    {
        Assert.Equal(ImageErrorCodes.ImageUnsupported, Fixture.ErrorCode("GIF89a"u8.ToArray()));
        Assert.Equal(ImageErrorCodes.ImageUnsupported, Fixture.ErrorCode(new byte[100]));
    }

    // Segment, offset in its parameters, new value.
    [Theory]
    [InlineData(0xC0, 0, 12, ImageErrorCodes.ImageUnsupported)]
    [InlineData(0xC0, 5, 2, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC0, 7, 0x51, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC0, 7, 0x20, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC0, 7, 0x44, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC0, 8, 3, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC0, 8, 4, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC0, 9, 1, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDB, 0, 0x20, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDB, 0, 0x04, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDB, 0, 0x10, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDB, 9, 0, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC4, 0, 0x20, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC4, 0, 0x04, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC4, 1, 3, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC4, 16, 255, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDA, 0, 4, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDA, 1, 9, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDA, 1, 3, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDA, 2, 0x44, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xDA, 2, 0x33, ImageErrorCodes.ImageCorrupt)]
    public void Compress_a_broken_rule_has_its_code(byte marker, int offset, byte value, string code) =>
        Assert.Equal(code, Fixture.ErrorCode(JpegBytes.With(Image, marker, offset, value)));

    [Theory]
    [InlineData(0xC2, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xC3, ImageErrorCodes.ImageUnsupported)]
    [InlineData(0xC5, ImageErrorCodes.ImageUnsupported)]
    [InlineData(0xC9, ImageErrorCodes.ImageUnsupported)]
    [InlineData(0xCD, ImageErrorCodes.ImageUnsupported)]
    [InlineData(0xDE, ImageErrorCodes.ImageUnsupported)]
    [InlineData(0xC8, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xF3, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xD8, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0xD9, ImageErrorCodes.ImageCorrupt)]
    [InlineData(0x00, ImageErrorCodes.ImageCorrupt)]
    public void Compress_another_frame_marker_has_its_code(byte marker, string code)
    {
        var input = Image.ToArray();
        input[JpegBytes.Find(Image, 0xC0) - 3] = marker;

        Assert.Equal(code, Fixture.ErrorCode(input));
    }

    [Fact]
    public void Compress_height_that_comes_behind_the_image_is_unsupported()
    {
        var input = JpegBytes.With(JpegBytes.With(Image, 0xC0, 1, 0), 0xC0, 2, 0);

        Assert.Equal(ImageErrorCodes.ImageUnsupported, Fixture.ErrorCode(input));
    }

    [Fact]
    public void Compress_two_frames_or_a_component_coded_twice_are_corrupt()
    {
        var frame = JpegBytes.Segments(Image).Single(segment => segment.Marker == 0xC0).Payload;
        var scans = Fixture.Load("scans-3");
        var second = Enumerable.Range(0, scans.Length - 8).Where(at => scans[at] == 0xFF && scans[at + 1] == 0xDA).ElementAt(1);
        scans[second + 5] = 1;

        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(JpegBytes.AfterStart(Image, JpegBytes.Segment(0xC0, frame))));
        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(scans));
    }
}
