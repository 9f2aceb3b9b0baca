using ImageBatch.ImageFiles;
using static ImageBatch.Tests.ImageHeaders.Files.GifFile;

namespace ImageBatch.Tests.ImageFiles;

public sealed class GifContainerTests
{
    private const byte Trailer = 0x3B;

    private static readonly byte[] Loop = Application("NETSCAPE2.0", [1, 3, 0]);
    private static readonly byte[] PlainText = [0x21, 0x01, 12, .. new byte[12], 9, .. FileAssert.Secret, 0];

    private static readonly byte[][] Metadata =
    [
        [0x21, 0xFE, 9, .. FileAssert.Secret, 9, .. FileAssert.Secret, 0],
        PlainText,
        Application("XMP DataXMP", FileAssert.Secret),
        Application("MGK8BIM0000", FileAssert.Secret),
        Application("NETSCAPE2.0", FileAssert.Secret),
        Application("NETSCAPE2.", [1, 3, 0]),
        Application("tell-tale", [1, 3, 0]),
        [0x21, 0xAB, 9, .. FileAssert.Secret, 0],
        [0x21, 0xFE, 0],
        [0x21, 0xFF, 0],
    ];

    [Fact]
    public void EndsEarly_before_the_end_of_the_image()
    {
        var file = Create(frames: 1);
        FileAssert.EndsEarlyBefore(file.Length - 1, [.. file, 1, 2, 3]);
    }

    [Fact]
    public void EndsEarly_between_images_is_no_more_than_a_missing_trailer()
    {
        byte[] first = [.. Screen(), .. Frame()], second = [.. GraphicControl, .. Frame(localTable: true)];
        byte[] file = [.. first, .. second, Trailer];
        for (var length = 0; length <= file.Length; length++)
        {
            var isWhole = length == first.Length || length >= file.Length - 1;
            Assert.Equal(!isWhole, ImageFile.EndsEarly(file.AsSpan(0, length)));
        }
    }

    [Fact]
    public void EndsEarly_broken_structure_is_for_decoders()
    {
        Assert.False(ImageFile.EndsEarly([.. Screen(), .. Frame(), 0]));
        Assert.False(ImageFile.EndsEarly([.. Screen(), Trailer]));
    }

    [Fact]
    public void Write_animation_stays_as_it_is()
    {
        FileAssert.Keeps(Create(frames: 3));
        FileAssert.Keeps([.. Screen(), .. Loop, .. Create(frames: 3, globalTable: false)[13..]]);
        FileAssert.Keeps([.. Screen(), .. Application("ANIMEXTS1.0", [1, 0, 0]), .. Frame(), Trailer]);
        FileAssert.Keeps([.. Screen(), .. Application("ICCRGBG1012", [1, 2, 3, 4, 5, 6]), .. Frame(), Trailer]);
    }

    [Fact]
    public void Write_metadata_go_wherever_they_stand() => Assert.All(Metadata, block => FileAssert.Strips(
        [.. Screen(), .. GraphicControl, .. Frame(), .. Frame(localTable: true), Trailer],
        [.. Screen(), .. block, .. block, .. GraphicControl, .. Frame(), .. block, .. Frame(localTable: true), .. block, Trailer]));

    [Fact]
    public void Write_control_stays_with_its_image()
    {
        byte[] comment = [0x21, 0xFE, 9, .. FileAssert.Secret, 0];
        FileAssert.Strips(
            [.. Screen(), .. GraphicControl, .. Frame(), Trailer],
            [.. Screen(), .. GraphicControl, .. comment, .. Frame(), Trailer]);
    }

    [Fact]
    public void Write_control_of_a_text_goes_with_it() => FileAssert.Strips(
        [.. Screen(), .. Frame(), Trailer],
        [.. Screen(), .. GraphicControl, .. PlainText, .. Frame(), .. GraphicControl, Trailer]);

    [Fact]
    public void Write_last_of_several_controls_counts() => FileAssert.Strips(
        [.. Screen(), .. GraphicControl, .. Frame(), Trailer],
        [.. Screen(), 0x21, 0xF9, 4, 9, 9, 9, 9, 0, .. GraphicControl, .. Frame(), Trailer]);

    [Fact]
    public void Write_what_is_hidden_in_kept_extensions_goes()
    {
        byte[] control = [0x21, 0xF9, 13, .. GraphicControl[3..7], .. FileAssert.Secret, 9, .. FileAssert.Secret, 0];
        byte[] loop = [.. Application("NETSCAPE2.0", FileAssert.Secret)[..^1], 12, 1, 3, 0, .. FileAssert.Secret, 5, 2, 0, 0, 0, 1, 0];
        FileAssert.Strips(
            [.. Screen(), .. Loop, .. GraphicControl, .. Frame(), Trailer],
            [.. Screen(), .. loop, .. control, .. Frame(), Trailer]);
    }

    [Fact]
    public void Write_control_that_is_too_short_goes() => FileAssert.Strips(
        [.. Screen(), .. Frame(), Trailer], [.. Screen(), 0x21, 0xF9, 3, 1, 2, 3, 0, .. Frame(), Trailer]);

    [Fact]
    public void Write_what_is_behind_the_image_goes()
    {
        FileAssert.Strips(Create(), [.. Create(), .. FileAssert.Secret, .. Create()]);
        FileAssert.Strips(Create(), [.. Create()[..^1], 0, .. FileAssert.Secret, Trailer]);
    }

    [Fact]
    public void Write_missing_trailer_is_added_where_there_is_room()
    {
        byte[] image = [.. Screen(), .. Frame()];
        FileAssert.Keeps(image);
        FileAssert.Strips([.. image, Trailer], [.. Screen(), .. Comment, .. Frame()]);
    }

    [Fact]
    public void Write_file_that_cannot_be_followed_fails()
    {
        FileAssert.Truncated(Create()[..^2]);
        FileAssert.Truncated([.. Screen(), .. Frame(), .. GraphicControl]);
        FileAssert.Corrupt([.. Screen(), Trailer]);
        FileAssert.Corrupt([.. Screen(), 0x55, .. Frame()]);
    }

    private static byte[] Application(string identifier, params ReadOnlySpan<byte> subBlock) =>
        [0x21, 0xFF, (byte)identifier.Length, .. identifier.Select(letter => (byte)letter), (byte)subBlock.Length, .. subBlock, 0];
}
