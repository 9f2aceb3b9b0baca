using System.Text;
using ImageBatch.Recompression.Tests.Reference;

namespace ImageBatch.Recompression.Tests;

public sealed class MetadataTests
{
    private static readonly byte[] Image = Fixture.Load("quality-92");

    [Fact]
    public void Compress_metadata_of_an_encoder_keeps_density_orientation_and_profile()
    {
        var input = Fixture.Load("pillow-metadata");
        var before = JpegBytes.Segments(input);
        var after = JpegBytes.Segments(Fixture.Compress(input).Output);

        Assert.Equal([0xE0, 0xE1, 0xE2], after.Where(IsMetadata).Select(segment => segment.Marker));
        Assert.Equal([300 >> 8, 300 & 255], after[0].Payload[8..10]);
        Assert.Equal(32, after[1].Payload.Length);
        Assert.Equal(6, after[1].Payload[25]);
        Assert.Equal(before.Single(segment => segment.Marker == 0xE2).Payload, after[2].Payload);
    }

    [Theory]
    [InlineData("pillow-metadata")]
    [InlineData("quality-30")]
    public void Compress_with_KeepMetadata_keeps_every_segment_as_it_is(string name)
    {
        var input = JpegBytes.AfterStart(
            Fixture.Load(name), JpegBytes.Segment(0xED, [1, 2, 3]), JpegBytes.Segment(0xFE, [.. "text"u8]));
        var before = JpegBytes.Segments(input).Where(IsMetadata).ToList();
        var after = JpegBytes.Segments(Fixture.Compress(input, keepMetadata: true).Output).Where(IsMetadata).ToList();

        Assert.Equal(before.Select(segment => segment.Marker), after.Select(segment => segment.Marker));
        Assert.Equal(before.SelectMany(segment => segment.Payload), after.SelectMany(segment => segment.Payload));
    }

    [Fact]
    public void Compress_with_KeepMetadata_keeps_a_comment_behind_the_scan()
    {
        byte[] input = [.. Image[..^2], .. JpegBytes.Segment(0xFE, [.. "behind"u8]), .. Image[^2..]];

        Assert.True(Contains(Fixture.Compress(input, keepMetadata: true).Output, "behind"));
        Assert.False(Contains(Fixture.Compress(input).Output, "behind"));
    }

    [Fact]
    public void Compress_drops_comments_XMP_IPTC_and_the_index_of_further_pictures()
    {
        var input = JpegBytes.AfterStart(
            Image,
            JpegBytes.Segment(0xFE, [.. "secret-comment"u8]),
            JpegBytes.Segment(0xE1, [.. "http://ns.adobe.com/xap/1.0/\0secret-xmp"u8]),
            JpegBytes.Segment(0xE2, [.. "MPF\0secret-index"u8]),
            JpegBytes.Segment(0xED, [.. "Photoshop 3.0\0secret-iptc"u8]),
            JpegBytes.Segment(0xEF, [.. "secret-other"u8]));

        Assert.Equal(Fixture.Compress(Image).Output, Fixture.Compress(input).Output);
        Assert.False(Contains(Fixture.Compress(input, keepMetadata: true).Output, "secret-index"));
    }

    [Fact]
    public void Compress_drops_metadata_of_an_image_that_stays_unchanged()
    {
        var image = Fixture.Load("quality-30");
        var input = JpegBytes.AfterStart(image, JpegBytes.Segment(0xFE, [.. "secret"u8]));
        var (output, result) = Fixture.Compress(input);

        Assert.True(result.Unchanged);
        Assert.Equal(image, output);
    }

    [Fact]
    public void Compress_drops_the_thumbnail_of_a_JFIF_segment_and_its_extension()
    {
        var jfif = JpegBytes.Segments(Image)[0].Payload;
        jfif[^2] = 2;
        jfif[^1] = 1;
        byte[] input =
        [
            .. Image[..2], .. JpegBytes.Segment(0xE0, [.. jfif, 1, 2, 3, 4, 5, 6]),
            .. JpegBytes.Segment(0xE0, [.. "JFXX\0"u8, 0x13, 1, 1, 7, 7, 7]), .. Image[20..],
        ];

        Assert.Equal(Fixture.Compress(Image).Output, Fixture.Compress(input).Output);
    }

    [Fact]
    public void Compress_keeps_the_chunks_of_a_profile_in_order()
    {
        byte[][] chunks = [.. Enumerable.Range(1, 3).Select(i => (byte[])[.. "ICC_PROFILE\0"u8, (byte)i, 3, .. new byte[i]])];
        var input = JpegBytes.AfterStart(Image, [.. chunks.Select(chunk => JpegBytes.Segment(0xE2, chunk))]);
        var after = JpegBytes.Segments(Fixture.Compress(input).Output).Where(segment => segment.Marker == 0xE2);

        Assert.Equal(chunks, after.Select(segment => segment.Payload));
    }

    [Fact]
    public void Compress_writes_JFIF_first_where_Exif_came_before_it()
    {
        var input = JpegBytes.AfterStart(Image, JpegBytes.Segment(0xE1, Exif(isLittle: true, 8)));
        var after = JpegBytes.Segments(Fixture.Compress(input).Output);

        Assert.Equal([0xE0, 0xE1], after.Where(IsMetadata).Select(segment => segment.Marker));
        Assert.Equal(8, after[1].Payload[25]);
    }

    [Theory]
    [InlineData(true, 3, 3)]
    [InlineData(false, 8, 8)]
    [InlineData(true, 1, 0)]
    [InlineData(true, 0, 0)]
    [InlineData(true, 9, 0)]
    [InlineData(false, 300, 0)]
    public void Compress_keeps_an_orientation_other_than_1_and_legal(bool isLittle, int orientation, int expected)
    {
        var input = JpegBytes.AfterStart(Image, JpegBytes.Segment(0xE1, Exif(isLittle, orientation)));
        var exif = JpegBytes.Segments(Fixture.Compress(input).Output).Where(segment => segment.Marker == 0xE1).ToList();

        Assert.Equal(expected, exif.Count == 0 ? 0 : exif.Single().Payload[25]);
    }

    [Fact]
    public void Compress_Exif_cut_anywhere_is_no_reason_to_fail()
    {
        var exif = Exif(isLittle: false, 6);
        for (var length = 0; length < exif.Length; length++)
        {
            var input = JpegBytes.AfterStart(Image, JpegBytes.Segment(0xE1, exif[..length]));
            Assert.True(Fixture.Compress(input).Output.Length <= input.Length);
        }
    }

    [Fact]
    public void Compress_unchanged_image_with_the_shortest_Exif_does_not_grow()
    {
        // Without the offset of a next directory it is shorter than what would replace it.
        var exif = Exif(isLittle: false, 6)[..28];
        var input = JpegBytes.AfterStart(Fixture.Load("quality-30"), JpegBytes.Segment(0xE1, exif));

        Assert.Equal(input.Length, Fixture.Compress(input).Output.Length);
    }

    [Theory]
    [InlineData(0, true)]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Compress_keeps_the_Adobe_segment_where_colour_depends_on_it(byte transform, bool isKept)
    {
        // Without JFIF, which would settle the colours.
        byte[] bare = [.. Image[..2], .. Image[20..]];
        var input = JpegBytes.AfterStart(
            bare, JpegBytes.Segment(0xEE, [.. "Adobe"u8, 0, 100, 0, 0, 0, 0, transform]));
        var output = Fixture.Compress(input).Output;

        Assert.Equal(isKept, JpegBytes.Segments(output).Any(segment => segment.Marker == 0xEE));
        var steps = ReferenceDecoder.Decode(output).Components.ConvertAll(component => component.Steps[60]);
        Assert.Equal(transform == 0 ? 121 : 99, steps[1] == 99 ? 99 : 121);
    }

    private static bool IsMetadata((byte Marker, byte[] Payload) segment) => segment.Marker is >= 0xE0 and <= 0xFE;

    private static bool Contains(byte[] file, string text) => file.AsSpan().IndexOf(Encoding.ASCII.GetBytes(text)) >= 0;

    private static byte[] Exif(bool isLittle, int orientation)
    {
        var (high, low) = ((byte)(orientation >> 8), (byte)orientation);
        return isLittle
            ? [.. "Exif\0\0II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, low, high, 0, 0, 0, 0, 0, 0, 9, 9]
            : [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, high, low, 0, 0, 0, 0, 0, 0, 9, 9];
    }
}
