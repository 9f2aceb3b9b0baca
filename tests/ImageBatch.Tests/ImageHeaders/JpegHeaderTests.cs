using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class JpegHeaderTests
{
    [Fact]
    public void Read_baseline_says_everything()
    {
        var file = JpegFile.Create(JpegFile.Segment(0xE0, "JFIF\0\u0001\u0001\0\0\u0001\0\u0001\0\0"u8));
        var expected = new ImageHeader
        {
            Format = ImageFormat.Jpeg,
            Width = 7,
            Height = 5,
            Length = file.Length,
            Components = 3,
            Precision = 8,
            JpegProcess = JpegProcess.Baseline,
        };
        Assert.Equal(expected, ImageHeaderReader.Read(file));
    }

    [Theory]
    [InlineData(0xC0, 8, JpegProcess.Baseline)]
    [InlineData(0xC1, 8, JpegProcess.ExtendedSequential)]
    [InlineData(0xC1, 12, JpegProcess.ExtendedSequential)]
    [InlineData(0xC2, 8, JpegProcess.Progressive)]
    [InlineData(0xC2, 12, JpegProcess.Progressive)]
    [InlineData(0xC3, 16, JpegProcess.Lossless)]
    [InlineData(0xC5, 8, JpegProcess.Hierarchical)]
    [InlineData(0xC6, 8, JpegProcess.Hierarchical)]
    [InlineData(0xC7, 8, JpegProcess.Hierarchical)]
    [InlineData(0xC9, 8, JpegProcess.Arithmetic)]
    [InlineData(0xCA, 8, JpegProcess.Arithmetic)]
    [InlineData(0xCB, 8, JpegProcess.Arithmetic)]
    [InlineData(0xCD, 8, JpegProcess.Hierarchical)]
    [InlineData(0xCE, 8, JpegProcess.Hierarchical)]
    [InlineData(0xCF, 8, JpegProcess.Hierarchical)]
    [InlineData(0xDE, 8, JpegProcess.Hierarchical)]
    public void Read_frame_marker_tells_process_and_precision(byte marker, byte precision, JpegProcess process)
    {
        var header = ImageHeaderReader.Read(JpegFile.Of(JpegFile.Frame(marker, precision: precision)));
        Assert.Equal((process, precision), (header.JpegProcess, header.Precision));
    }

    [Theory]
    [InlineData(0xC4)]
    [InlineData(0xC8)]
    [InlineData(0xCC)]
    [InlineData(0xDB)]
    public void Read_segment_that_is_no_frame_is_passed_over(byte marker)
    {
        var looksLikeFrame = JpegFile.Segment(marker, 8, 0, 99, 0, 98, 3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0);
        var header = ImageHeaderReader.Read(JpegFile.Create(looksLikeFrame));
        Assert.Equal((7, 5), (header.Width, header.Height));
    }

    [Theory]
    [MemberData(nameof(Orientations))]
    public void Read_exif_orientation_is_read(int orientation, bool littleEndian)
    {
        var file = JpegFile.Create(JpegFile.Segment(0xE1, ExifFile.WithOrientation(orientation, littleEndian)));
        Assert.Equal(orientation, ImageHeaderReader.Read(file).Orientation);
    }

    public static TheoryData<int, bool> Orientations()
    {
        var data = new TheoryData<int, bool>();
        for (var orientation = 1; orientation <= 8; orientation++)
        {
            data.Add(orientation, true);
            data.Add(orientation, false);
        }

        return data;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    [InlineData(65_535)]
    public void Read_orientation_out_of_range_is_1(int orientation)
    {
        var file = JpegFile.Create(JpegFile.Segment(0xE1, ExifFile.WithOrientation(orientation)));
        Assert.Equal(1, ImageHeaderReader.Read(file).Orientation);
    }

    [Fact]
    public void Read_broken_exif_does_not_fail_the_image()
    {
        var exif = ExifFile.WithOrientation(6);
        for (var length = 0; length < exif.Length - 16; length++)
        {
            var file = JpegFile.Create(JpegFile.Segment(0xE1, exif.AsSpan(0, length)));
            Assert.Equal(1, ImageHeaderReader.Read(file).Orientation);
        }
    }

    [Fact]
    public void Read_two_exif_segments_the_first_counts()
    {
        var file = JpegFile.Create(
            JpegFile.Segment(0xE1, "http://ns.adobe.com/xap/1.0/\0<x/>"u8),
            JpegFile.Segment(0xE1, ExifFile.WithOrientation(3)),
            JpegFile.Segment(0xE1, ExifFile.WithOrientation(8)));
        Assert.Equal(3, ImageHeaderReader.Read(file).Orientation);
    }

    [Fact]
    public void Read_fill_bytes_and_stray_bytes_are_passed_over()
    {
        var file = JpegFile.Create([0xFF, 0xFF, 0xFF, .. JpegFile.Segment(0xFE, 1, 2)], [0x11, 0x00, 0xFF, 0x00], [0xFF, 0x01], [0xFF, 0xFF]);
        Assert.Equal(7, ImageHeaderReader.Read(file).Width);
    }

    [Fact]
    public void Read_frame_after_many_segments_is_found()
    {
        var profile = Enumerable.Repeat(JpegFile.Segment(0xE2, new byte[65_533]), 300).ToArray();
        Assert.Equal(5, ImageHeaderReader.Read(JpegFile.Create(profile)).Height);
    }

    [Fact]
    public void Read_65500_square_with_nothing_behind_it_is_read()
    {
        var header = ImageHeaderReader.Read(JpegFile.Of(JpegFile.Frame(width: 65_500, height: 65_500)));
        Assert.Equal(65_500L * 65_500, header.Pixels);
    }

    [Fact]
    public void Read_more_than_four_components_are_reported_as_0()
    {
        Assert.Equal(0, ImageHeaderReader.Read(JpegFile.Of(JpegFile.Frame(components: 5))).Components);
    }

    [Fact]
    public void Read_header_that_breaks_a_rule_is_corrupt()
    {
        HeaderAssert.Corrupt(JpegFile.Of(JpegFile.Frame(width: 0)));
        HeaderAssert.Corrupt(JpegFile.Of(JpegFile.Frame(components: 0)));
        HeaderAssert.Corrupt(JpegFile.Of(JpegFile.Frame(precision: 0)));
        HeaderAssert.Corrupt(JpegFile.Of(JpegFile.Frame(precision: 17)));
        HeaderAssert.Corrupt(JpegFile.Of(JpegFile.Segment(0xC0, 8, 0, 5, 0, 7, 3, 1, 0x11, 0)));
        HeaderAssert.Corrupt(JpegFile.Of([0xFF, 0xE0, 0, 1], JpegFile.Frame()));
        HeaderAssert.Corrupt(JpegFile.Of(JpegFile.Scan(), JpegFile.Frame()));
        HeaderAssert.Corrupt(JpegFile.Of([0xFF, 0xD9]));
        HeaderAssert.Corrupt(JpegFile.Of([0xFF, 0xD8], JpegFile.Frame()));
    }

    [Fact]
    public void Read_height_given_by_a_later_marker_is_unsupported()
    {
        HeaderAssert.Unsupported("DNL", JpegFile.Of(JpegFile.Frame(height: 0)));
        HeaderAssert.Unsupported("JPEG-LS", JpegFile.Of(JpegFile.Frame(marker: 0xF7)));
    }

    [Fact]
    public void Read_end_before_the_frame_is_truncated()
    {
        HeaderAssert.Truncated(JpegFile.Of(JpegFile.Segment(0xE0, new byte[20])));
        HeaderAssert.Truncated(JpegFile.Of(JpegFile.Segment(0xE0, new byte[20])[..^1]));
        HeaderAssert.Truncated([0xFF, 0xD8, 0xFF, 0xFF, 0xFF]);
    }
}
