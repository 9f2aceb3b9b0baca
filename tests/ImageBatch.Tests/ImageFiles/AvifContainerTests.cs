using ImageBatch.ImageFiles;
using ImageBatch.ImageHeaders;
using ImageBatch.Tests.ImageFiles.Files;
using ImageBatch.Tests.ImageHeaders.Files;
using static ImageBatch.Tests.ImageHeaders.Files.AvifFile;

namespace ImageBatch.Tests.ImageFiles;

public sealed class AvifContainerTests
{
    // The first eight bytes could be those of any file: only with the brand is it an AVIF.
    private const int Recognized = 12;
    private const int DataReference = 17;
    private const string Secret = "tell-tale";
    private const string Blank = "\0\0\0\0\0\0\0\0\0";

    private static readonly byte[] Pixels = [.. Enumerable.Range(1, 40).Select(i => (byte)i)];
    private static readonly byte[] Hidden = [.. "data of a tell-tale"u8];
    private static readonly byte[] Zeros = new byte[Hidden.Length];

    public static TheoryData<int, int, bool> Layouts => new() { { 0, 4, false }, { 1, 8, false }, { 2, 4, true } };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void EndsEarly_before_the_last_extent(int version, int numberLength, bool wideIds)
    {
        var file = new AvifBuilder { Version = version, NumberLength = numberLength, HasWideIds = wideIds }.Add(1, "av01", "", Pixels).Build();
        FileAssert.EndsEarlyBefore(file.Length, [.. file, 1, 2, 3], Recognized);
    }

    [Fact]
    public void EndsEarly_box_of_whatever_kind_reaches_beyond_the_end()
    {
        var file = Image().Build();
        var behind = Box("free"u8, new byte[10]);
        for (var length = file.Length + 8; length <= file.Length + behind.Length; length++)
        {
            byte[] cut = [.. file, .. behind];
            Assert.Equal(length < cut.Length, ImageFile.EndsEarly(cut.AsSpan(0, length)));
        }
    }

    [Fact]
    public void EndsEarly_extents_count_whatever_box_they_are_in()
    {
        // The data lie in a box that reaches to the end, wherever that is.
        var file = Image().Build();
        var start = file.Length - Pixels.Length - 8;
        file[start + 3] = 0;
        FileAssert.EndsEarlyBefore(file.Length, file, Recognized);
    }

    [Fact]
    public void EndsEarly_data_elsewhere_are_not_missing()
    {
        Assert.False(ImageFile.EndsEarly(new AvifBuilder().Add(1, "av01", "", Pixels, construction: 2).Build()));
        var file = Image().Build()[..^(Pixels.Length + 8)];
        Assert.True(ImageFile.EndsEarly(file));
        file[file.AsSpan().IndexOf("iloc"u8) + DataReference] = 1;
        Assert.False(ImageFile.EndsEarly(file));
    }

    [Fact]
    public void EndsEarly_data_in_the_description_end_with_it()
    {
        var file = new AvifBuilder().Add(1, "av01", "", Pixels, AvifBuilder.InMeta).Build();
        FileAssert.EndsEarlyBefore(file.Length - 8, file[..^8], Recognized);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(16, true)]
    [InlineData(8, false)]
    [InlineData(4, true)]
    public void EndsEarly_before_the_last_sample_of_a_sequence(int sizeBits, bool wideOffsets)
    {
        var file = new AvifSequenceBuilder { SizeBits = sizeBits, HasWideOffsets = wideOffsets }.Build();
        FileAssert.EndsEarlyBefore(file.Length, file, Recognized);

        // The samples themselves, in a box that reaches to the end.
        file[file.Length - 15 - 8 + 3] = 0;
        FileAssert.EndsEarlyBefore(file.Length, file, Recognized);
    }

    [Fact]
    public void EndsEarly_samples_of_one_size()
    {
        byte[][] samples = [.. Enumerable.Repeat(new byte[] { 1, 2 }, 8)];
        var file = new AvifSequenceBuilder { SizeBits = -1, Samples = samples }.Build();
        file[file.Length - 16 - 8 + 3] = 0;
        FileAssert.EndsEarlyBefore(file.Length, [.. file, 9, 9], Recognized);
    }

    [Fact]
    public void EndsEarly_without_the_movie_that_the_brand_tells_of() =>
        Assert.True(ImageFile.EndsEarly([.. FileType("avis", "avif"), .. Meta()]));

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Write_image_without_metadata_stays_as_it_is(int version, int numberLength, bool wideIds)
    {
        FileAssert.Keeps(new AvifBuilder { Version = version, NumberLength = numberLength, HasWideIds = wideIds }
            .Add(1, "av01", "", Pixels).Add(2, "av01", "", Pixels).Refer("auxl", 2, 1).Build());
        FileAssert.Keeps(new AvifSequenceBuilder().Build());
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Write_Exif_and_XMP_become_items_of_zeros(int version, int numberLength, bool wideIds)
    {
        FileAssert.Strips(Build("free", "free", "free", Blank, Zeros), Build("Exif", "mime", "uri ", Secret, Hidden));

        byte[] Build(string first, string second, string third, string text, byte[] data) =>
            new AvifBuilder { Version = version, NumberLength = numberLength, HasWideIds = wideIds }
                .Add(2, first, text, data).Add(1, "av01", Blank, Pixels).Add(3, second, text + text, data).Add(4, third, text, data)
                .Refer("cdsc", 2, 1).Build();
    }

    [Theory]
    [InlineData(AvifBuilder.InFile)]
    [InlineData(AvifBuilder.InMeta)]
    public void Write_data_go_from_wherever_they_are(int construction)
    {
        FileAssert.Strips(Build("free", Zeros), Build("Exif", Hidden));

        byte[] Build(string type, byte[] data) =>
            new AvifBuilder().Add(1, "av01", "", Pixels, construction).Add(2, type, "", data, construction).Build();
    }

    [Fact]
    public void Write_names_of_items_and_of_the_writer_go()
    {
        FileAssert.Strips(Build(Blank), Build(Secret));

        static byte[] Build(string name) => new AvifBuilder { HandlerName = name }.Add(1, "av01", name, Pixels).Build();
    }

    [Theory]
    [InlineData("udes")]
    [InlineData("altt")]
    [InlineData("crtt")]
    [InlineData("mdft")]
    [InlineData("cmin")]
    [InlineData("cmex")]
    [InlineData("uuid")]
    public void Write_properties_that_tell_of_the_image_become_free(string type)
    {
        FileAssert.Strips(Build("free", Zeros), Build(type, Hidden));

        static byte[] Build(string type, byte[] content) =>
            new AvifBuilder { Properties = [.. Named(type, content), .. Box("irot"u8, 1)] }.Add(1, "av01", "", Pixels).Build();
    }

    [Theory]
    [InlineData("xml ")]
    [InlineData("bxml")]
    [InlineData("uuid")]
    [InlineData("free")]
    [InlineData("udta")]
    public void Write_boxes_that_tell_of_the_image_become_free(string type)
    {
        FileAssert.Strips(Build("free", Zeros, []), Build(type, Hidden, Named(type, Hidden)));

        static byte[] Build(string type, byte[] content, byte[] behind) =>
            new AvifBuilder { InDescription = Named(type, content) }.Add(1, "av01", "", Pixels).Build(Named(type, content), behind);
    }

    [Fact]
    public void Write_data_box_that_reaches_to_the_end_stays()
    {
        var file = Image().Build();
        file[file.Length - Pixels.Length - 8 + 3] = 0;
        FileAssert.Keeps(file);
    }

    [Fact]
    public void Write_image_data_in_a_box_of_no_known_kind_stay()
    {
        var file = Image().Build();
        "abcd"u8.CopyTo(file.AsSpan(^(Pixels.Length + 4)));
        byte[] expected = [.. file];
        "free"u8.CopyTo(expected.AsSpan(^(Pixels.Length + 4)));
        FileAssert.Strips(expected, [.. file, .. Box("uuid"u8, Hidden)]);
    }

    [Fact]
    public void Write_thumbnails_and_their_alpha_go()
    {
        FileAssert.Strips(Build("free", Zeros), Build("av01", Hidden));

        static byte[] Build(string type, byte[] data) => Image()
            .Add(2, "av01", "", Pixels).Add(3, type, "", data).Add(4, type, "", data)
            .Refer("auxl", 2, 1).Refer("thmb", 3, 1).Refer("auxl", 4, 3).Build();
    }

    [Fact]
    public void Write_thumbnails_that_an_image_is_made_of_stay() => FileAssert.Keeps(Image()
        .Add(2, "av01", "", Pixels).Add(3, "grid", "", Pixels)
        .Refer("thmb", 2, 1).Refer("thmb", 1, 2).Refer("dimg", 3, 2).Build());

    [Fact]
    public void Write_data_that_the_image_shares_with_metadata_stay()
    {
        var builder = Image().Add(2, "Exif", "", [1, 2, 3, 4]);
        var file = builder.Build();
        ReadOnlySpan<byte> start = new ByteBuilder().UInt32(builder.StartOf(2)).ToArray();
        var place = file.AsSpan().LastIndexOf(start);
        new ByteBuilder().UInt32(builder.StartOf(1) + 38).ToArray().CopyTo(file, place);
        var output = FileAssert.Strip(file);

        var data = (int)builder.StartOf(1);
        Assert.Equal(Pixels, output[data..(data + 40)]);
        Assert.Equal([0, 0], output[(data + 40)..(data + 42)]);
    }

    [Fact]
    public void Write_metadata_that_claim_to_be_boxes_leave_them_whole()
    {
        var builder = Image().Add(2, "Exif", "", new byte[200]);
        var file = builder.Build();
        ReadOnlySpan<byte> start = new ByteBuilder().UInt32(builder.StartOf(2)).ToArray();
        new byte[4].CopyTo(file, file.AsSpan().LastIndexOf(start));
        Assert.Equal(7, ImageHeaderReader.Read(FileAssert.Strip(file)).Width);
    }

    [Fact]
    public void Write_names_and_times_of_a_sequence_go()
    {
        foreach (var length in new[] { 8, 16 })
        {
            var expected = new AvifSequenceBuilder { HandlerName = Blank, Times = new byte[length] };
            byte[] times = [.. Enumerable.Range(77, length).Select(i => (byte)i)];
            var file = new AvifSequenceBuilder { HandlerName = Secret, CompressorName = Secret, Times = times };
            FileAssert.Strips(expected.Build(), file.Build());
        }
    }

    [Theory]
    [InlineData("udta")]
    [InlineData("uuid")]
    [InlineData("free")]
    [InlineData("abcd")]
    public void Write_boxes_that_tell_of_a_sequence_become_free(string type)
    {
        FileAssert.Strips(Build("free", Zeros), Build(type, Hidden));

        static byte[] Build(string type, byte[] content) =>
            new AvifSequenceBuilder { InMovie = Named(type, content), InTrack = Named(type, content) }.Build();
    }

    [Fact]
    public void Write_items_of_a_movie_and_its_track_go_with_their_data()
    {
        var length = new AvifBuilder().Add(1, "Exif", Secret, Hidden).DescriptionOf(0).Length;
        var start = new AvifSequenceBuilder { InMovie = new byte[length], InTrack = new byte[length] }.Build().Length;
        var items = new AvifBuilder().Add(1, "Exif", Secret, Hidden).DescriptionOf(start);
        var none = Box("free"u8, new byte[length - 8]);

        FileAssert.Strips(Build(none, Zeros), Build(items, Hidden));

        static byte[] Build(byte[] box, byte[] data) =>
            new AvifSequenceBuilder { InMovie = box, InTrack = box, BehindSamples = data }.Build();
    }

    [Theory]
    [InlineData("meta", true)]
    [InlineData("text", true)]
    [InlineData("auxv", false)]
    [InlineData("vide", false)]
    public void Write_tracks_of_other_than_images_go_with_their_samples(string handler, bool goes)
    {
        var file = new AvifSequenceBuilder { BeforeMovie = Meta(), Handler = handler }.Build();
        var output = FileAssert.Write(file);
        Assert.Equal(goes ? new byte[15] : file[^15..], output[^15..]);
        Assert.Equal(!goes, FileAssert.Contains(output, "trak"u8));
    }

    [Fact]
    public void Write_file_that_cannot_be_followed_fails()
    {
        FileAssert.Truncated(Image().Build()[..^1]);
        var locations = Image().Build();
        locations[locations.AsSpan().IndexOf("iloc"u8) + 8] = 0x99;
        FileAssert.Corrupt(locations);
        var count = Image().Build();
        count[count.AsSpan().IndexOf("iloc"u8) + 11] = 200;
        FileAssert.Corrupt(count);
        var entry = Image().Build();
        entry[entry.AsSpan().IndexOf("infe"u8) - 1] = 7;
        FileAssert.Corrupt(entry);
    }

    private static AvifBuilder Image() => new AvifBuilder().Add(1, "av01", "", Pixels);

    private static byte[] Named(string type, byte[] content) => Box([.. type.Select(letter => (byte)letter)], content);
}
