using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class AvifHeaderTests
{
    [Fact]
    public void Read_primary_item_says_everything()
    {
        var file = AvifFile.Create();
        var expected = new ImageHeader
        {
            Format = ImageFormat.Avif,
            Width = 7,
            Height = 5,
            Length = file.Length,
            Components = 3,
            Precision = 10,
        };
        Assert.Equal(expected, ImageHeaderReader.Read(file));
    }

    [Fact]
    public void Read_wide_ids_and_indexes_are_read()
    {
        byte[] file = [.. AvifFile.FileType("mif1", "miaf", "avif"), .. AvifFile.Data, .. AvifFile.Meta(wide: true)];
        Assert.Equal((7, 5), (ImageHeaderReader.Read(file).Width, ImageHeaderReader.Read(file).Height));
    }

    [Fact]
    public void Read_without_pixel_information_the_codec_configuration_tells_precision()
    {
        // The builder's configuration has high_bitdepth, and no twelve_bit or monochrome.
        byte[] file = [.. AvifFile.FileType("avif"), .. AvifFile.Meta(pixels: AvifFile.Box("free"u8))];
        var header = ImageHeaderReader.Read(file);
        Assert.Equal((3, 10), (header.Components, header.Precision));
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(48, 48)]
    [InlineData(0, 2)]
    [InlineData(uint.MaxValue, 1_000_000)]
    public void Read_sequence_samples_are_frames(long samples, int frames) =>
        Assert.Equal(frames, ImageHeaderReader.Read(AvifFile.Sequence(samples)).Frames);

    [Fact]
    public void Read_sequence_without_an_item_takes_the_size_of_its_track()
    {
        byte[] file = [.. AvifFile.FileType("avis"), .. AvifFile.Movie(3, 640, 480)];
        var header = ImageHeaderReader.Read(file);
        Assert.Equal((640, 480, 3), (header.Width, header.Height, header.Frames));
    }

    [Fact]
    public void Read_sequence_larger_than_its_item_counts_as_pixels() =>
        Assert.Equal(65_535L * 65_535, ImageHeaderReader.Read(AvifFile.Sequence(2, 65_535, 65_535)).Pixels);

    [Fact]
    public void Read_header_that_breaks_a_rule_is_corrupt()
    {
        var type = AvifFile.FileType("avif");
        HeaderAssert.Corrupt([.. type, .. AvifFile.Meta(width: 0)]);
        HeaderAssert.Corrupt([.. type, .. AvifFile.Meta(height: uint.MaxValue)]);
        HeaderAssert.Corrupt([.. type, .. AvifFile.FullBox("meta"u8, 0, 0)]);
        HeaderAssert.Corrupt([.. type, 0, 0, 0, 3, .. "meta"u8, 0, 0, 0, 0]);
        HeaderAssert.Corrupt([.. type, .. AvifFile.FullBox("meta"u8, 0, 0, 0, 0, 0, 99, 1, 2, 3, 4)]);
        HeaderAssert.Corrupt([.. type, .. AvifFile.Meta(pixels: [0, 0, 0, 1, .. "free"u8, .. Enumerable.Repeat((byte)0xFF, 8)])]);
    }

    [Fact]
    public void Read_end_before_the_description_is_truncated()
    {
        HeaderAssert.Truncated(AvifFile.FileType("avif"));
        HeaderAssert.Truncated([.. AvifFile.FileType("avif"), .. AvifFile.Meta()[..60]]);
        HeaderAssert.Truncated([.. AvifFile.FileType("avif"), 0, 0, 0, 1, .. "mdat"u8, 0, 0, 1, 0, 0, 0, 0, 0]);
    }
}
