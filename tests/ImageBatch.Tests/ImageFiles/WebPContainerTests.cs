using System.Text;
using ImageBatch.ImageFiles;
using ImageBatch.Tests.ImageHeaders.Files;
using static ImageBatch.Tests.ImageHeaders.Files.WebPFile;

namespace ImageBatch.Tests.ImageFiles;

public sealed class WebPContainerTests
{
    private const byte ProfileFlag = 0x20;
    private const byte XmpFlag = 0x04;

    private static readonly byte[] Profile = Chunk("ICCP"u8, 1, 2, 3);
    private static readonly byte[] Alpha = Chunk("ALPH"u8, 1, 2, 3);
    private static readonly byte[] Loop = Chunk("ANIM"u8, 0, 0, 0, 0, 3, 0);

    public static TheoryData<string> Dropped => ["EXIF", "XMP ", "META", "    ", "ABCD", "JUNK", "C2PA"];

    [Fact]
    public void EndsEarly_before_the_end_that_the_header_tells()
    {
        byte[][] files = [Of(Lossy()), Of(Lossless()), Of(Canvas(ProfileFlag), Profile, Alpha, Lossy()), Animation(3)];
        Assert.All(files, file => FileAssert.EndsEarlyBefore(file.Length, [.. file, 1, 2, 3]));
    }

    [Fact]
    public void EndsEarly_chunk_beyond_the_end_counts()
    {
        var file = Of(Canvas(0), Lossy());
        file[34] = 0xFF;
        Assert.True(ImageFile.EndsEarly(file));
    }

    [Fact]
    public void EndsEarly_broken_structure_is_for_decoders()
    {
        byte[] file = [.. Of(Canvas(0), Lossy()), 1, 2, 3];
        file[34] += 2;
        Assert.False(ImageFile.EndsEarly(file));
        FileAssert.Corrupt(file);
    }

    [Fact]
    public void Write_image_without_metadata_stays_as_it_is()
    {
        FileAssert.Keeps(Of(Lossy()));
        FileAssert.Keeps(Of(Lossless(alpha: true)));
        FileAssert.Keeps(Of(Canvas(ProfileFlag | AlphaFlag), Profile, Alpha, Lossy()));
        FileAssert.Keeps(Of(Canvas(AnimationFlag | AlphaFlag), Loop, Frame(bitstream: [.. Alpha, .. Lossy()]), Frame()));
    }

    [Theory]
    [MemberData(nameof(Dropped))]
    public void Write_metadata_go_wherever_they_stand(string type)
    {
        var chunk = Chunk(Encoding.ASCII.GetBytes(type), FileAssert.Secret);
        FileAssert.Strips(
            Of(Canvas(ProfileFlag), Profile, Lossy()),
            Of(Canvas(ProfileFlag | ExifFlag | XmpFlag), chunk, Profile, chunk, Lossy(), chunk));
        FileAssert.Strips(Of(Lossless()), Of(Lossless(), chunk));
        FileAssert.Strips(
            Of(Canvas(AnimationFlag), Loop, Frame(bitstream: [.. Alpha, .. Lossy()]), Frame()),
            Of(Canvas(AnimationFlag | XmpFlag), Loop, Frame(bitstream: [.. chunk, .. Alpha, .. Lossy(), .. chunk]), chunk, Frame(), chunk));
    }

    [Fact]
    public void Write_reserved_flags_and_the_tail_of_the_canvas_go()
    {
        var canvas = Canvas(ProfileFlag);
        byte[] content = [.. canvas[8..], .. FileAssert.Secret];
        content[0] |= 0xC1;
        content[1] = content[2] = content[3] = 9;
        FileAssert.Strips(Of(canvas, Profile, Lossy()), Of(Chunk("VP8X"u8, content), Profile, Lossy()));
    }

    [Fact]
    public void Write_what_is_behind_the_image_goes()
    {
        FileAssert.Strips(Of(Lossy()), [.. Of(Lossy()), .. FileAssert.Secret]);
        FileAssert.Strips(Animation(2), [.. Animation(2), .. FileAssert.Secret]);
        FileAssert.Strips(Of(Canvas(0), Lossy()), Of(Canvas(0), Lossy(), [1, 2, 3, 4, 5, 6, 7]));
    }

    [Theory]
    [InlineData(6, false)]
    [InlineData(3, true)]
    public void Write_orientation_stays_alone(int orientation, bool prefix)
    {
        var exif = Chunk("EXIF"u8, [.. ExifFile.WithOrientation(orientation, prefix: prefix), .. FileAssert.Secret]);
        var minimal = Chunk(
            "EXIF"u8, [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0]);
        FileAssert.Strips(
            Of(Canvas(ExifFlag), Lossy(), minimal), Of(Canvas(ExifFlag | XmpFlag), Lossy(), exif, Chunk("XMP "u8, FileAssert.Secret)));
        FileAssert.Strips(Of(Canvas(ExifFlag), Lossy(), minimal), Of(Canvas(0), Lossy(), Chunk("EXIF"u8, 1), exif));
    }

    [Fact]
    public void Write_orientation_1_goes() => FileAssert.Strips(
        Of(Canvas(0), Lossy()), Of(Canvas(ExifFlag), Lossy(), Chunk("EXIF"u8, ExifFile.WithOrientation(1, prefix: false))));

    [Fact]
    public void Write_shortest_Exif_does_not_grow()
    {
        // Without the offset of a next directory, and of an odd length.
        byte[] exif = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0, 1];
        FileAssert.Keeps(Of(Canvas(ExifFlag), Chunk("EXIF"u8, exif), Lossy()));
    }

    [Fact]
    public void Write_missing_padding_at_the_end_stays_missing()
    {
        var file = Of(Canvas(0), Lossy());
        file[4]--;
        FileAssert.Keeps(file[..^1]);
    }

    [Fact]
    public void Write_file_that_cannot_be_followed_fails()
    {
        FileAssert.Truncated(Of(Lossy())[..^1]);
        var noRoom = Of(Lossy());
        noRoom[4] = 4;
        FileAssert.Corrupt(noRoom);
        var longChild = Of(Canvas(AnimationFlag), Loop, Frame(bitstream: [.. Lossy(), .. "ABCD"u8, 1, 0, 0, 0]), Chunk("ABCD"u8, 1, 2, 3));
        FileAssert.Corrupt(longChild);
    }
}
