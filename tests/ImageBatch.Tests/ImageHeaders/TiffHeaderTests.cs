using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class TiffHeaderTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Read_either_byte_order_says_everything(bool littleEndian)
    {
        var file = TiffFile.Create(pages: 3, orientation: 8, littleEndian: littleEndian);
        var expected = new ImageHeader
        {
            Format = ImageFormat.Tiff,
            Width = 7,
            Height = 5,
            Length = file.Length,
            Frames = 3,
            Orientation = 8,
            Components = 1,
            Precision = 8,
        };
        Assert.Equal(expected, ImageHeaderReader.Read(file));
    }

    [Fact]
    public void Read_bits_of_three_samples_are_read_where_they_stand()
    {
        var directory = TiffFile.Directory(true, 0, (256, 3, 7), (257, 3, 5), (258, 3, 0), (277, 3, 3));
        var entry = 8 + 2 + (2 * 12);
        var end = 8 + directory.Length;
        byte[] file = [.. TiffFile.Start(true), 8, 0, 0, 0, .. directory, 16, 0, 16, 0, 16, 0];
        file[entry + 4] = 3;
        file[entry + 8] = (byte)end;
        var header = ImageHeaderReader.Read(file);
        Assert.Equal((3, 16), (header.Components, header.Precision));
    }

    [Theory]
    [InlineData(1, 8)]
    [InlineData(2, 74)]
    [InlineData(3, 8)]
    [InlineData(5, 74)]
    [InlineData(40, 8)]
    public void Read_chain_that_bites_its_tail_is_corrupt(int pages, uint lastNext) =>
        HeaderAssert.Corrupt(TiffFile.Create(pages: pages, lastNext: lastNext));

    [Fact]
    public void Read_chain_that_leaves_the_file_counts_what_is_there() =>
        Assert.Equal(2, ImageHeaderReader.Read(TiffFile.Create(pages: 2, lastNext: uint.MaxValue)).Frames);

    [Fact]
    public void Read_header_that_breaks_a_rule_is_corrupt()
    {
        HeaderAssert.Corrupt(TiffFile.Create(width: 0));
        HeaderAssert.Corrupt(TiffFile.Create(height: 0));
        HeaderAssert.Corrupt(TiffFile.Create(width: -1));
        HeaderAssert.Corrupt([.. TiffFile.Start(true), 8, 0, 0, 0, .. TiffFile.Directory(true, 0, (256, 3, 7))]);
        HeaderAssert.Corrupt([.. TiffFile.Start(true), 0, 0, 0, 0]);
        HeaderAssert.Corrupt([.. TiffFile.Start(true), 8, 0, 0, 0, .. TiffFile.Directory(true, 0, (256, 5, 7), (257, 3, 5))]);
    }

    [Fact]
    public void Read_first_directory_beyond_the_end_is_truncated()
    {
        HeaderAssert.Truncated([.. TiffFile.Start(false), 0xFF, 0xFF, 0xFF, 0xFF]);
        HeaderAssert.Truncated([.. TiffFile.Start(true), 8, 0, 0, 0, 0xFF, 0xFF]);
    }

    [Fact]
    public void Read_big_tiff_is_unsupported()
    {
        HeaderAssert.Unsupported("BigTIFF", [.. "II+\0"u8, .. new byte[40]]);
        HeaderAssert.Unsupported("BigTIFF", [.. "MM\0+"u8, .. new byte[40]]);
    }
}
