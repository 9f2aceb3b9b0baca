using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class GifHeaderTests
{
    [Fact]
    public void Read_gif_says_everything()
    {
        var file = GifFile.Create();
        var expected = new ImageHeader
        {
            Format = ImageFormat.Gif,
            Width = 7,
            Height = 5,
            Length = file.Length,
            Components = 1,
            Precision = 2,
        };
        Assert.Equal(expected, ImageHeaderReader.Read(file));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(31)]
    [InlineData(100_000)]
    public void Read_animation_frames_are_counted(int frames)
    {
        Assert.Equal(frames, ImageHeaderReader.Read(GifFile.Create(frames)).Frames);
    }

    [Fact]
    public void Read_frames_beyond_a_million_are_not_counted()
    {
        byte[] frame = [0x2C, 0, 0, 0, 0, 1, 0, 1, 0, 0, 2, 0];
        byte[] file = [.. GifFile.Screen(), .. Enumerable.Repeat(frame, 1_000_001).SelectMany(f => f)];
        Assert.Equal(1_000_000, ImageHeaderReader.Read(file).Frames);
    }

    [Fact]
    public void Read_block_starts_inside_extensions_are_not_blocks()
    {
        byte[] file = [.. GifFile.Screen(globalTable: false), .. GifFile.Comment, .. GifFile.Frame(), .. GifFile.Comment, 0x3B];
        var header = ImageHeaderReader.Read(file);
        Assert.Equal((1, 0), (header.Frames, header.Precision));
    }

    [Fact]
    public void Read_bytes_after_the_trailer_are_not_frames()
    {
        byte[] file = [.. GifFile.Create(2), .. GifFile.Frame()];
        Assert.Equal(2, ImageHeaderReader.Read(file).Frames);
    }

    [Fact]
    public void Read_truncated_tail_counts_what_is_there()
    {
        var file = GifFile.Create(5);
        Assert.Equal(5, ImageHeaderReader.Read(file.AsSpan(..^3)).Frames);
        Assert.Equal(4, ImageHeaderReader.Read(file.AsSpan(..^30)).Frames);
    }

    [Fact]
    public void Read_frame_beyond_the_screen_counts_as_pixels()
    {
        byte[] file = [.. GifFile.Screen(1, 1), .. GifFile.Frame(10, 20, 60_000, 50_000), 0x3B];
        var header = ImageHeaderReader.Read(file);
        Assert.Equal((60_010, 50_020), (header.Width, header.Height));
    }

    [Fact]
    public void Read_screen_without_size_takes_that_of_its_frame()
    {
        byte[] file = [.. GifFile.Screen(0, 0), .. GifFile.Frame(), 0x3B];
        Assert.Equal(35, ImageHeaderReader.Read(file).Pixels);
    }

    [Fact]
    public void Read_header_that_breaks_a_rule_is_corrupt()
    {
        HeaderAssert.Corrupt([.. GifFile.Screen(), 0x3B]);
        HeaderAssert.Corrupt([.. GifFile.Screen(), 0x77, .. GifFile.Frame()]);
        HeaderAssert.Corrupt([.. GifFile.Screen(0, 0), .. GifFile.Frame(width: 0)]);
    }

    [Fact]
    public void Read_end_before_the_first_frame_is_truncated()
    {
        HeaderAssert.Truncated(GifFile.Screen());
        HeaderAssert.Truncated([.. GifFile.Screen(), .. GifFile.GraphicControl]);
        HeaderAssert.Truncated([.. GifFile.Screen(), .. GifFile.Frame()[..9]]);
    }
}
