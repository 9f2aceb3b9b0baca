using ImageBatch.ImageFiles;
using ImageBatch.ImageHeaders;
using ImageBatch.Tests.ImageHeaders.Files;
using static ImageBatch.Tests.ImageHeaders.Files.JpegFile;

namespace ImageBatch.Tests.ImageFiles;

public sealed class JpegContainerTests
{
    private static readonly byte[] Jfif = Segment(0xE0, [.. "JFIF\0"u8, 1, 2, 1, 1, 44, 1, 44, 0, 0]);
    private static readonly byte[] Profile = Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1, 7, 7]);
    private static readonly byte[] Tables = [.. Segment(0xDB, new byte[65]), .. Segment(0xDD, 0, 4)];

    /// <summary>Two scans with stuffed bytes and restart markers, a table between them, a height behind the first.</summary>
    private static readonly byte[] Scans =
    [
        .. Segment(0xDA, 1, 1, 0, 0, 63, 0), 0x12, 0xFF, 0, 0xFF, 0xD0, 0x34, 0xFF, 0xFF, 0xD1, 0x56, .. Segment(0xDC, 0, 5),
        .. Segment(0xC4, 0x10, 1, 2), .. Segment(0xDA, 1, 2, 0, 0, 63, 0), 0xFF, 0, 0x78, 0xFF, 0xD9,
    ];

    public static TheoryData<byte, string> Metadata => new()
    {
        { 0xFE, "tell-tale" },
        { 0xE0, "JFXX\0\u0013tell-tale" },
        { 0xE1, "http://ns.adobe.com/xap/1.0/\0tell-tale" },
        { 0xE1, "Exif\0\0tell-tale" },
        { 0xE2, "MPF\0tell-tale" },
        { 0xE2, "FPXR\0tell-tale" },
        { 0xEB, "JP\0\u0001tell-tale" },
        { 0xED, "Photoshop 3.0\0tell-tale" },
        { 0xEE, "tell-tale" },
        { 0xEF, "tell-tale" },
        { 0xF0, "tell-tale" },
        { 0xC8, "tell-tale" },
    };

    [Fact]
    public void EndsEarly_before_the_end_marker_of_the_last_scan()
    {
        var file = Of(Jfif, Tables, Frame(), Scans);
        FileAssert.EndsEarlyBefore(file.Length, [.. file, 1, 2, 3]);
        FileAssert.EndsEarlyBefore(file.Length + 2, [.. file[..^2], 0xFF, 0xFF, .. file[^2..], 0xFF]);
    }

    [Fact]
    public void EndsEarly_end_marker_in_a_thumbnail_is_not_the_images()
    {
        var file = Of(Segment(0xE1, [.. "Exif\0\0"u8, .. Create()]), Frame(), Scan());
        FileAssert.EndsEarlyBefore(file.Length, file);
    }

    [Fact]
    public void EndsEarly_broken_structure_is_for_decoders()
    {
        Assert.False(ImageFile.EndsEarly(Of(Frame(), [0xFF, 0xC4, 0, 1])));
        Assert.False(ImageFile.EndsEarly(Of(Frame(), [0xFF, 0xD8])));
        Assert.False(ImageFile.EndsEarly(Of(Frame(), [0xFF, 0xD9])));
    }

    [Fact]
    public void Write_image_without_metadata_stays_as_it_is() => FileAssert.Keeps(Of(Jfif, Profile, Tables, Frame(), Scans));

    [Theory]
    [MemberData(nameof(Metadata))]
    public void Write_metadata_go_wherever_they_stand(byte marker, string content)
    {
        var segment = Segment(marker, [.. content.Select(letter => (byte)letter)]);
        var scans = Segment(0xDA, 1, 1, 0, 0, 63, 0);
        byte[] data = [0x12, 0xFF, 0, 0x34];
        FileAssert.Strips(
            Of(Jfif, Tables, Frame(), scans, data, scans, data, [0xFF, 0xD9]),
            Of(segment, Jfif, segment, Tables, Frame(), segment, scans, data, segment, scans, data, segment, [0xFF, 0xD9], segment));
    }

    [Fact]
    public void Write_what_is_behind_the_image_goes()
    {
        var file = Of(Jfif, Frame(), Scan());
        FileAssert.Strips(file, [.. file, .. Of(Frame(), Scan()), .. "ftypmp42tell-tale"u8]);
        FileAssert.Strips(file, [.. file, .. FileAssert.Secret]);
    }

    [Fact]
    public void Write_stray_and_fill_bytes_between_segments_go() => FileAssert.Strips(
        Of(Jfif, Tables, Frame(), Scan()),
        Of(Jfif, "tell-tale"u8.ToArray(), [0xFF, 0xFF, 0xFF], Tables, [0xFF, 0x01, 0xFF, 0xD3], Frame(), "tell-tale"u8.ToArray(), Scan()));

    [Fact]
    public void Write_thumbnail_and_tail_of_JFIF_go()
    {
        var thumbnail = Segment(0xE0, [.. Jfif[4..^2], 1, 1, 9, 9, 9, .. FileAssert.Secret]);
        FileAssert.Strips(Of(Jfif, Frame(), Scan()), Of(thumbnail, Jfif, Frame(), Scan()));
    }

    [Fact]
    public void Write_profile_stays_in_its_order()
    {
        byte[][] profile = [.. Enumerable.Range(1, 3).Select(i => Segment(0xE2, [.. "ICC_PROFILE\0"u8, (byte)i, 3, .. new byte[i]]))];
        var comment = Segment(0xFE, FileAssert.Secret);
        FileAssert.Strips(
            Of([.. profile, Frame(), Scan()]),
            Of(profile[0], comment, profile[1], profile[2], comment, Frame(), Scan()));
    }

    [Theory]
    [InlineData(6, true)]
    [InlineData(8, false)]
    public void Write_orientation_stays_alone_and_behind_JFIF(int orientation, bool littleEndian)
    {
        var exif = Segment(0xE1, [.. ExifFile.WithOrientation(orientation, littleEndian), .. FileAssert.Secret]);
        var minimal = Segment(
            0xE1, [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0]);
        FileAssert.Strips(Of(Jfif, minimal, Frame(), Scan()), Of(exif, Jfif, Frame(), Scan()));
        FileAssert.Strips(Of(minimal, Frame(), Scan()), Of(exif, Segment(0xE1, ExifFile.WithOrientation(3)), Frame(), Scan()));
    }

    [Fact]
    public void Write_orientation_1_goes() =>
        FileAssert.Strips(Of(Frame(), Scan()), Of(Segment(0xE1, ExifFile.WithOrientation(1)), Frame(), Scan()));

    [Fact]
    public void Write_orientation_between_frame_and_scan_stays()
    {
        var output = FileAssert.Write(Of(Frame(), Segment(0xE1, ExifFile.WithOrientation(6)), Scan()));
        Assert.Equal(6, ImageHeaderReader.Read(output).Orientation);
    }

    [Fact]
    public void Write_shortest_Exif_does_not_grow()
    {
        // Without the offset of a next directory.
        byte[] exif = [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
        FileAssert.Keeps(Of(Jfif, Segment(0xE1, exif), Frame(), Scan()));
    }

    [Theory]
    [InlineData(1, 0, 1, false)]
    [InlineData(3, 0, 1, true)]
    [InlineData(3, 1, 1, false)]
    [InlineData(3, 1, 'R', true)]
    [InlineData(4, 0, 1, true)]
    [InlineData(4, 2, 1, true)]
    public void Write_Adobe_segment_stays_without_its_tail_where_colour_depends_on_it(
        byte components, byte transform, int firstId, bool isKept)
    {
        var frame = Frame(components: components);
        frame[10] = (byte)firstId;
        if (firstId == 'R')
        {
            (frame[13], frame[16]) = ((byte)'G', (byte)'B');
        }

        byte[] adobe = [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform];
        FileAssert.Strips(
            Of(isKept ? Segment(0xEE, adobe) : [], frame, Scan()),
            Of(Segment(0xEE, [.. adobe, .. FileAssert.Secret]), frame, Scan()));
    }

    [Fact]
    public void Write_last_Adobe_segment_counts()
    {
        byte[] adobe = [.. "Adobe"u8, 0, 100, 0, 0, 0, 0];
        FileAssert.Strips(
            Of(Segment(0xEE, [.. adobe, 0]), Frame(), Scan()),
            Of(Segment(0xEE, [.. adobe, 1]), Segment(0xEE, [.. adobe, 0]), Frame(), Scan()));
    }

    [Fact]
    public void Write_file_that_cannot_be_followed_fails()
    {
        FileAssert.Truncated(Create()[..^1]);
        FileAssert.Truncated(Of(Frame(), [0xFF, 0xDB, 0]));
        FileAssert.Corrupt(Of(Frame(), [0xFF, 0xC4, 0, 1]));
        FileAssert.Corrupt(Of(Frame(), [0xFF, 0xD8], Scan()));
        FileAssert.Corrupt(Of(Scan()));
    }
}
