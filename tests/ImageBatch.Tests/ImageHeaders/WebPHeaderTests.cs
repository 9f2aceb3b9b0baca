using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class WebPHeaderTests
{
    [Fact]
    public void Read_lossy_says_everything()
    {
        var file = WebPFile.Of(WebPFile.Lossy());
        var expected = new ImageHeader
        {
            Format = ImageFormat.WebP,
            Width = 7,
            Height = 5,
            Length = file.Length,
            Components = 3,
            Precision = 8,
        };
        Assert.Equal(expected, ImageHeaderReader.Read(file));
    }

    [Theory]
    [InlineData(1, 1, false)]
    [InlineData(16_384, 16_384, true)]
    [InlineData(300, 16_384, true)]
    public void Read_lossless_size_and_alpha_are_read(int width, int height, bool alpha)
    {
        var header = ImageHeaderReader.Read(WebPFile.Of(WebPFile.Lossless(width, height, alpha)));
        Assert.Equal((width, height, alpha ? 4 : 3), (header.Width, header.Height, header.Components));
    }

    [Fact]
    public void Read_scale_bits_are_not_part_of_the_size()
    {
        var header = ImageHeaderReader.Read(WebPFile.Of(WebPFile.Lossy(0xC000 | 320, 0x4000 | 240)));
        Assert.Equal((320, 240), (header.Width, header.Height));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(17)]
    public void Read_animation_frames_are_counted(int frames)
    {
        var header = ImageHeaderReader.Read(WebPFile.Animation(frames));
        Assert.Equal((frames, 4, 7, 5), (header.Frames, header.Components, header.Width, header.Height));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_exif_tells_orientation(bool prefix)
    {
        var exif = WebPFile.Chunk("EXIF"u8, ExifFile.WithOrientation(7, prefix: prefix));
        var file = WebPFile.Of(WebPFile.Canvas(WebPFile.ExifFlag), WebPFile.Lossy(), exif);
        Assert.Equal(7, ImageHeaderReader.Read(file).Orientation);
    }

    [Fact]
    public void Read_still_image_of_another_size_than_its_canvas_is_corrupt()
    {
        HeaderAssert.Corrupt(WebPFile.Of(WebPFile.Canvas(0, 1, 1), WebPFile.Lossy(16_383, 16_383)));
        HeaderAssert.Corrupt(WebPFile.Of(WebPFile.Canvas(0, 1, 1), WebPFile.Lossless(16_384, 16_384)));
    }

    [Fact]
    public void Read_frame_that_does_not_fit_is_corrupt()
    {
        var canvas = WebPFile.Canvas(WebPFile.AnimationFlag);
        HeaderAssert.Corrupt(WebPFile.Of(canvas, WebPFile.Frame(left: 2)));
        HeaderAssert.Corrupt(WebPFile.Of(canvas, WebPFile.Frame(height: 6)));
        HeaderAssert.Corrupt(WebPFile.Of(canvas, WebPFile.Frame(bitstream: WebPFile.Lossless(9_999, 9_999))));
    }

    [Fact]
    public void Read_header_that_breaks_a_rule_is_corrupt()
    {
        var lossy = WebPFile.Of(WebPFile.Lossy());
        lossy[20] |= 1;
        HeaderAssert.Corrupt(lossy);
        HeaderAssert.Corrupt(WebPFile.Of(WebPFile.Lossy(width: 0)));
        HeaderAssert.Corrupt(WebPFile.Of(WebPFile.Chunk("VP8L"u8, 0x2E, 0, 0, 0, 0, 0)));
        HeaderAssert.Corrupt(WebPFile.Of(WebPFile.Chunk("VP8L"u8, 0x2F, 0, 0, 0, 0xE0, 0)));
        HeaderAssert.Corrupt(WebPFile.Of(WebPFile.Chunk("VP8X"u8, 0, 0, 0, 0)));
        HeaderAssert.Corrupt(WebPFile.Of(WebPFile.Canvas(0, 1 << 24, 1 << 24)));
        HeaderAssert.Corrupt(WebPFile.Of(WebPFile.Chunk("JUNK"u8, 1, 2)));
    }

    [Fact]
    public void Read_end_inside_the_header_is_truncated()
    {
        HeaderAssert.Truncated(WebPFile.Of(WebPFile.Lossy())[..29]);
        HeaderAssert.Truncated(WebPFile.Of(WebPFile.Canvas(0))[..29]);
        HeaderAssert.Truncated(WebPFile.Of());
    }
}
