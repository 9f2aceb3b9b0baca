using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class PngHeaderTests
{
    [Fact]
    public void Read_png_says_everything()
    {
        var file = PngFile.Create();
        var expected = new ImageHeader
        {
            Format = ImageFormat.Png,
            Width = 7,
            Height = 5,
            Length = file.Length,
            Components = 4,
            Precision = 8,
        };
        Assert.Equal(expected, ImageHeaderReader.Read(file));
    }

    [Theory]
    [InlineData(0, 16, 1)]
    [InlineData(2, 16, 3)]
    [InlineData(3, 4, 1)]
    [InlineData(4, 8, 2)]
    [InlineData(6, 16, 4)]
    public void Read_colour_type_tells_components(byte colourType, byte depth, int components)
    {
        var header = ImageHeaderReader.Read(PngFile.Of(PngFile.Header(depth: depth, colourType: colourType)));
        Assert.Equal((components, depth), (header.Components, header.Precision));
    }

    [Fact]
    public void Read_1_by_500000000_is_read()
    {
        var header = ImageHeaderReader.Read(PngFile.Of(PngFile.Header(1, 500_000_000, 1, 0)));
        Assert.Equal((1, 500_000_000), (header.Width, header.Height));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(12, 12)]
    [InlineData(0, 1)]
    [InlineData(uint.MaxValue, 1_000_000)]
    public void Read_animation_control_tells_frames(long claimed, int frames)
    {
        Assert.Equal(frames, ImageHeaderReader.Read(PngFile.Create(PngFile.AnimationControl(claimed))).Frames);
    }

    [Fact]
    public void Read_animation_control_after_the_data_does_not_count()
    {
        var file = PngFile.Of(PngFile.Header(), PngFile.Chunk("IDAT"u8, 1), PngFile.AnimationControl(9), PngFile.Chunk("IEND"u8));
        Assert.Equal(1, ImageHeaderReader.Read(file).Frames);
    }

    [Fact]
    public void Read_exif_before_or_after_the_data_tells_orientation()
    {
        var exif = PngFile.Chunk("eXIf"u8, ExifFile.WithOrientation(6, littleEndian: false, prefix: false));
        var after = PngFile.Of(PngFile.Header(), PngFile.Chunk("IDAT"u8, 1), exif, PngFile.Chunk("IEND"u8));
        Assert.Equal(6, ImageHeaderReader.Read(PngFile.Create(exif)).Orientation);
        Assert.Equal(6, ImageHeaderReader.Read(after).Orientation);
    }

    [Fact]
    public void Read_chunk_of_4_gigabytes_ends_the_search()
    {
        byte[] huge = [0xFF, 0xFF, 0xFF, 0xFF, .. "zTXt"u8, 1, 2, 3, 4, 5, 6];
        Assert.Equal(7, ImageHeaderReader.Read(PngFile.Of(PngFile.Header(), huge)).Width);
    }

    [Fact]
    public void Read_header_that_breaks_a_rule_is_corrupt()
    {
        HeaderAssert.Corrupt(PngFile.Of(PngFile.Header(width: 0)));
        HeaderAssert.Corrupt(PngFile.Of(PngFile.Header(height: 0)));
        HeaderAssert.Corrupt(PngFile.Of(PngFile.Header(width: 0x80000000)));
        HeaderAssert.Corrupt(PngFile.Of(PngFile.Header(depth: 3)));
        HeaderAssert.Corrupt(PngFile.Of(PngFile.Header(colourType: 1)));
        HeaderAssert.Corrupt(PngFile.Of(PngFile.Header(interlace: 2)));
        HeaderAssert.Corrupt(PngFile.Of(PngFile.Chunk("IDAT"u8, 1), PngFile.Header()));
        HeaderAssert.Corrupt(PngFile.Of(PngFile.Chunk("IHDR"u8, 1, 2, 3)));
    }

    [Fact]
    public void Read_variant_of_ios_apps_is_unsupported()
    {
        HeaderAssert.Unsupported("CgBI", PngFile.Of(PngFile.Chunk("CgBI"u8, 0x50, 0, 0x20, 2), PngFile.Header()));
    }

    [Fact]
    public void Read_end_inside_the_header_is_truncated() => HeaderAssert.Truncated(PngFile.Of(PngFile.Header()[..^5]));
}
