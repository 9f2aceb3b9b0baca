using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class BmpHeaderTests
{
    [Theory]
    [InlineData(12)]
    [InlineData(16)]
    [InlineData(40)]
    [InlineData(52)]
    [InlineData(56)]
    [InlineData(64)]
    [InlineData(108)]
    [InlineData(124)]
    public void Read_each_header_says_everything(int headerSize)
    {
        var file = BmpFile.Create(headerSize);
        var expected = new ImageHeader
        {
            Format = ImageFormat.Bmp,
            Width = 7,
            Height = 5,
            Length = file.Length,
            Components = 3,
            Precision = 8,
        };
        Assert.Equal(expected, ImageHeaderReader.Read(file));
    }

    [Fact]
    public void Read_negative_height_is_top_down() => Assert.Equal(5, ImageHeaderReader.Read(BmpFile.Create(height: -5)).Height);

    [Theory]
    [InlineData(8, 0, 0, 1, 8)]
    [InlineData(1, 0, 0, 1, 1)]
    [InlineData(16, 0, 0, 3, 5)]
    [InlineData(32, 0, 0, 3, 8)]
    [InlineData(32, 3, 0xFF000000, 4, 0)]
    public void Read_bits_a_pixel_tell_components(int bits, long compression, long alphaMask, int components, int precision)
    {
        var file = BmpFile.Create(124, bits: bits, compression: compression, alphaMask: alphaMask);
        var header = ImageHeaderReader.Read(file);
        Assert.Equal((components, precision), (header.Components, header.Precision));
    }

    [Fact]
    public void Read_header_that_breaks_a_rule_is_corrupt()
    {
        HeaderAssert.Corrupt(BmpFile.Create(height: int.MinValue));
        HeaderAssert.Corrupt(BmpFile.Create(height: 0));
        HeaderAssert.Corrupt(BmpFile.Create(width: 0));
        HeaderAssert.Corrupt(BmpFile.Create(width: -7));
        HeaderAssert.Corrupt(BmpFile.Create(bits: 13));
        HeaderAssert.Corrupt(BmpFile.Create(12, width: 0));
    }

    [Fact]
    public void Read_wrapped_jpeg_is_unsupported() => HeaderAssert.Unsupported("wrap", BmpFile.Create(bits: 0, compression: 4));

    [Fact]
    public void Read_text_that_starts_like_a_bitmap_is_unsupported() =>
        HeaderAssert.Unsupported("not those of an image", "BMW cars are made in Munich."u8.ToArray());
}
