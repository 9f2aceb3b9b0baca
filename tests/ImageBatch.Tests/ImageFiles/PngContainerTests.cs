using System.Buffers.Binary;
using System.Text;
using ImageBatch.ImageFiles;
using ImageBatch.Tests.ImageHeaders.Files;
using static ImageBatch.Tests.ImageHeaders.Files.PngFile;

namespace ImageBatch.Tests.ImageFiles;

public sealed class PngContainerTests
{
    private static readonly byte[] Data = Chunk("IDAT"u8, 1, 2, 3);
    private static readonly byte[] End = Chunk("IEND"u8);
    private static readonly byte[] FrameControl = Chunk("fcTL"u8, new byte[26]);
    private static readonly byte[] FrameData = Chunk("fdAT"u8, 0, 0, 0, 1, 7);

    public static TheoryData<string> Kept => ["PLTE", "tRNS", "gAMA", "cHRM", "sRGB", "iCCP", "cICP", "mDCV", "cLLI", "pHYs", "CRIT"];

    public static TheoryData<string> Dropped =>
    [
        "tEXt", "zTXt", "iTXt", "tIME", "eXIf", "bKGD", "hIST", "sBIT", "sPLT", "oFFs", "dSIG", "iDOT", "caBX", "prIv", "prIV", "fcTL", "fdAT", "acTL",
    ];

    [Fact]
    public void EndsEarly_before_the_end_of_IEND()
    {
        var file = Create(Chunk("tEXt"u8, FileAssert.Secret));
        FileAssert.EndsEarlyBefore(file.Length, [.. file, 1, 2, 3]);
    }

    [Fact]
    public void EndsEarly_animation_cut_behind_its_first_frame()
    {
        var file = Of(Header(), AnimationControl(2), FrameControl, Data, FrameControl, FrameData, End);
        FileAssert.EndsEarlyBefore(file.Length, file);
    }

    [Fact]
    public void EndsEarly_broken_structure_is_for_decoders()
    {
        Assert.False(ImageFile.EndsEarly(Of(Header(), Chunk("ID4T"u8, 1, 2))));
        Assert.False(ImageFile.EndsEarly(Of(Header(), [0x80, 0, 0, 0, .. "IDAT"u8, 1, 2])));
        Assert.False(ImageFile.EndsEarly(Of(Header(), End)));
        Assert.True(ImageFile.EndsEarly(Of(Header(), [0x7F, 0xFF, 0xFF, 0xFF, .. "IDAT"u8, 1, 2])));
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void Write_what_the_picture_depends_on_stays(string type)
    {
        var chunk = Chunk(Encoding.ASCII.GetBytes(type), 1, 2, 3, 4);
        FileAssert.Keeps(Of(Header(), chunk, Data, Data, End));
    }

    [Theory]
    [MemberData(nameof(Dropped))]
    public void Write_metadata_go_wherever_they_stand(string type)
    {
        var chunk = Chunk(Encoding.ASCII.GetBytes(type), FileAssert.Secret);
        FileAssert.Strips(Of(Header(), Data, End), Of(Header(), chunk, chunk, Data, chunk, End));
    }

    [Fact]
    public void Write_what_is_behind_the_image_goes() =>
        FileAssert.Strips(Create(), [.. Create(), .. FileAssert.Secret, .. Chunk("gAMA"u8, 0, 0, 0, 1), .. End]);

    [Fact]
    public void Write_data_that_look_like_an_end_are_data() =>
        FileAssert.Keeps(Of(Header(), Chunk("IDAT"u8, [1, .. "IEND"u8]), Chunk("IDAT"u8, [.. "IEND"u8, 0, 0, 0, 0]), End));

    [Fact]
    public void Write_animation_keeps_its_frames()
    {
        byte[][] frames = [AnimationControl(2), FrameControl, Data, FrameControl, FrameData, FrameData];
        FileAssert.Strips(Of([Header(), .. frames, End]), Of([Header(), Chunk("tEXt"u8, FileAssert.Secret), .. frames, End]));
    }

    [Fact]
    public void Write_frames_of_no_animation_go() =>
        FileAssert.Strips(Of(Header(), Data, End), Of(Header(), FrameControl, Data, AnimationControl(2), FrameControl, FrameData, End));

    [Theory]
    [InlineData(6, false)]
    [InlineData(8, true)]
    public void Write_orientation_stays_alone(int orientation, bool prefix)
    {
        var exif = Chunk("eXIf"u8, [.. ExifFile.WithOrientation(orientation, prefix: prefix), .. FileAssert.Secret]);
        byte[] minimal = [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, (byte)orientation, 0, 0, 0, 0, 0, 0];
        var expected = Chunk("eXIf"u8, minimal);
        BinaryPrimitives.WriteUInt32BigEndian(expected.AsSpan(^4..), orientation == 6 ? 0xD6674B69U : 0x86583034U);
        FileAssert.Strips(Of(Header(), expected, Data, End), Of(Header(), exif, Data, End));
        FileAssert.Strips(Of(Header(), Data, expected, End), Of(Header(), Data, exif, End));
    }

    [Fact]
    public void Write_last_of_several_orientations_counts()
    {
        var three = Chunk("eXIf"u8, ExifFile.WithOrientation(3, prefix: false));
        var one = Chunk("eXIf"u8, ExifFile.WithOrientation(1, prefix: false));
        FileAssert.Strips(Of(Header(), Data, End), Of(Header(), three, Data, one, End));
        Assert.Equal(Of(Header(), Data, End).Length + 38, FileAssert.Strip(Of(Header(), one, three, Data, End)).Length);
    }

    [Fact]
    public void Write_shortest_Exif_does_not_grow()
    {
        // Without the offset of a next directory, and with the checksum that a new chunk gets.
        byte[] exif = [.. "II*\0"u8, 8, 0, 0, 0, 1, 0, 0x12, 1, 3, 0, 1, 0, 0, 0, 6, 0, 0, 0];
        var file = Create(Chunk("eXIf"u8, exif));
        Assert.Equal(file.Length, FileAssert.Strip(file).Length);
    }

    [Fact]
    public void Write_file_that_cannot_be_followed_fails()
    {
        FileAssert.Truncated(Create()[..^1]);
        FileAssert.Truncated(Of(Header(), Data));
        FileAssert.Corrupt(Of(Header(), Chunk("ID4T"u8, 1, 2), End));
        FileAssert.Corrupt(Of(Header(), [0xFF, 0, 0, 0, .. "IDAT"u8], End));
    }
}
