using ImageBatch.ImageFiles;
using ImageBatch.ImageHeaders;
using ImageBatch.Tests.ImageFiles.Files;
using static ImageBatch.Tests.ImageFiles.Files.TiffBuilder;

namespace ImageBatch.Tests.ImageFiles;

public sealed class TiffContainerTests
{
    private const int Exif = 34665;
    private const int Gps = 34853;
    private const int Interoperability = 40965;
    private const int MakerNote = 37500;
    private const int SubDirectories = 330;
    private const int Rational = 5;

    private static readonly int[] Page = [256, 257, 258, 273, 274, 277, 279];
    private static readonly byte[] Strip = [.. Enumerable.Range(100, 35).Select(i => (byte)i)];

    /// <summary>Title, camera, writer, dates, people, XMP, IPTC, Photoshop, layers, page and ink names, places, private ones.</summary>
    public static TheoryData<int> Dropped =>
    [
        269, 270, 271, 272, 285, 305, 306, 315, 316, 333, 700, 32932, 33432, 33550, 33723, 33922, 34377, 34737, 37510, 37724, 40092, 42112,
        50341, 50706, 50740, 60000, 65535,
    ];

    public static TheoryData<int> Kept =>
    [
        254, 255, 262, 263, 264, 265, 266, 278, 280, 281, 282, 283, 284, 286, 287, 290, 291, 292, 293, 296, 297, 301, 317, 318, 319, 320,
        321, 322, 323, 326, 327, 328, 332, 334, 336, 338, 339, 340, 341, 342, 346, 347, 401, 402, 403, 404, 405, 433, 434, 512, 515, 517,
        518, 529, 530, 531, 532, 559, 32995, 32996, 32997, 32998, 34675, 37439, 50674,
    ];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void EndsEarly_before_the_last_strip_of_the_last_directory(bool littleEndian)
    {
        var builder = new TiffBuilder(littleEndian);
        var first = AddPage(builder, builder.Add(Strip), builder.Add(Strip));
        var last = AddPage(builder, strip: 0);
        builder.First(first).Next(first, last).Put(last + Entry(3) + 8, builder.Add(Strip));
        var file = builder.File;
        FileAssert.EndsEarlyBefore(file.Length, [.. file, 1, 2, 3]);
    }

    [Fact]
    public void EndsEarly_before_the_end_of_the_directory()
    {
        var builder = new TiffBuilder();
        var strip = builder.Add(Strip);
        builder.First(AddPage(builder, strip));
        FileAssert.EndsEarlyBefore(builder.File.Length, builder.File);
    }

    [Fact]
    public void EndsEarly_tiles_and_directories_below_count()
    {
        var builder = new TiffBuilder();
        var tiles = builder.Add(Strip);
        var below = builder.AddDirectory(
            builder.Shorts(256, 7), builder.Shorts(257, 5), builder.Longs(324, tiles, 500), builder.Longs(325, 35, 100));
        var strip = builder.Add(Strip);
        builder.First(AddPage(builder, strip, builder.Longs(SubDirectories, below)));
        byte[] file = [.. builder.File, .. new byte[600 - builder.Length]];
        FileAssert.EndsEarlyBefore(600, file);
    }

    [Fact]
    public void EndsEarly_tiles_that_are_not_stored_are_not_missing()
    {
        var builder = new TiffBuilder();
        builder.First(builder.AddDirectory(
            builder.Shorts(256, 7), builder.Shorts(257, 5), builder.Longs(324, 0, 5_000), builder.Longs(325, 0, 0)));
        Assert.False(ImageFile.EndsEarly(builder.File));
    }

    [Fact]
    public void EndsEarly_without_lengths_a_strip_begins_inside_the_file()
    {
        var builder = new TiffBuilder();
        var strip = builder.Add(Strip);
        builder.First(builder.AddDirectory(builder.Shorts(256, 7), builder.Shorts(257, 5), builder.Longs(273, strip)));
        Assert.False(ImageFile.EndsEarly(builder.File));

        builder = new TiffBuilder();
        builder.First(builder.AddDirectory(builder.Shorts(256, 7), builder.Shorts(257, 5), builder.Longs(273, 5_000)));
        Assert.True(ImageFile.EndsEarly(builder.File));
    }

    [Fact]
    public void EndsEarly_JPEG_of_the_old_kind_counts()
    {
        var builder = new TiffBuilder();
        var first = builder.AddDirectory(
            builder.Shorts(256, 7), builder.Shorts(257, 5), builder.Longs(513, 200), builder.Longs(514, 50));
        builder.First(first);
        byte[] file = [.. builder.File, .. new byte[250 - builder.Length]];
        FileAssert.EndsEarlyBefore(250, file);
    }

    [Fact]
    public void EndsEarly_list_of_strips_beyond_the_end_is_missing()
    {
        var builder = new TiffBuilder();
        var directory = builder.AddDirectory(builder.Shorts(256, 7), builder.Shorts(257, 5), builder.Longs(273, 8, 8), builder.Longs(279, 1, 1));
        builder.First(directory);
        builder.Put(directory + Entry(2) + 4, uint.MaxValue);
        Assert.True(ImageFile.EndsEarly(builder.File));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Write_image_without_metadata_stays_as_it_is(bool littleEndian)
    {
        var builder = new TiffBuilder(littleEndian);
        var first = AddPage(builder, builder.Add(Strip), builder.Add(Strip));
        var last = AddPage(builder, builder.Add(Strip), builder.Longs(282, 1, 2));
        FileAssert.Keeps(builder.First(first).Next(first, last).File);
    }

    [Theory]
    [MemberData(nameof(Kept))]
    public void Write_what_the_picture_depends_on_stays(int tag)
    {
        var builder = new TiffBuilder();
        FileAssert.Keeps(builder.First(AddPage(builder, builder.Add(Strip), (tag, Undefined, [1, 2, 3, 4, 5, 6, 7, 8]))).File);
    }

    [Theory]
    [MemberData(nameof(Dropped))]
    public void Write_metadata_go_from_every_directory(int tag) => Assert.All([true, false], littleEndian =>
    {
        var builder = new TiffBuilder(littleEndian);
        var strip = builder.Add(Strip);
        var first = AddPage(builder, strip, Text(tag, "tell-tale tell-tale"), Text(tag, "abc"));
        var second = AddPage(builder, strip, Text(tag, "tell-tale"), (282, Rational, [1, 2, 3, 4, 5, 6, 7, 8]));
        var file = builder.First(first).Next(first, second).File;
        var output = FileAssert.Strip(file);

        Assert.Equal(file.Length, output.Length);
        Assert.Equal(Strip, output[(int)strip..((int)strip + Strip.Length)]);
        Assert.Equal([Page, [.. Page.Append(282).Order()]], Tags(output));
        Assert.False(FileAssert.Contains(output, "abc"u8));
        Assert.True(FileAssert.Contains(output, [1, 2, 3, 4, 5, 6, 7, 8]));
    });

    [Fact]
    public void Write_Exif_and_what_it_leads_to_go()
    {
        var builder = new TiffBuilder();
        var strip = builder.Add(Strip);
        var start = builder.Length;
        var interoperability = builder.AddDirectory(Text(1, "tell-tale"));
        var exif = builder.AddDirectory(
            Text(36867, "tell-tale"), (MakerNote, Undefined, [.. "maker tell-tale"u8]), builder.Longs(Interoperability, interoperability));
        var gps = builder.AddDirectory((1, Ascii, [(byte)'N', 0]), Text(29, "tell-tale"));
        var end = builder.Length;
        var page = AddPage(builder, strip, builder.Longs(Exif, exif), builder.Longs(Gps, gps));
        var output = FileAssert.Strip(builder.First(page).File);

        Assert.Equal(builder.File.Length, output.Length);
        Assert.True(output.AsSpan((int)start..(int)end).IndexOfAnyExcept((byte)0) < 0);
        Assert.Equal(Strip, output[(int)strip..(int)(strip + Strip.Length)]);
    }

    [Fact]
    public void Write_metadata_of_directories_below_go()
    {
        var builder = new TiffBuilder();
        var strip = builder.Add(Strip);
        var below = AddPage(builder, strip, Text(270, "tell-tale"));
        var next = AddPage(builder, strip, Text(305, "tell-tale"));
        builder.Next(below, next);
        var other = AddPage(builder, strip, Text(315, "tell-tale"));
        var page = AddPage(builder, strip, builder.Longs(SubDirectories, below, other));
        Assert.True(FileAssert.Contains(builder.First(page).File, FileAssert.Secret));
        _ = FileAssert.Strip(builder.File);
    }

    [Fact]
    public void Write_values_that_the_image_shares_with_metadata_stay()
    {
        var builder = new TiffBuilder();
        var strip = builder.Add([.. Strip, .. FileAssert.Secret]);
        var length = Strip.Length;
        var page = AddPage(builder, strip, (270, Ascii, [.. new byte[length + 9]]));
        var file = builder.First(page).File;
        var entry = (int)(page + Entry(3));
        Assert.Equal(270, file[entry] + (256 * file[entry + 1]));
        BitConverter.GetBytes(strip).CopyTo(file, entry + 8);
        var output = FileAssert.Strip(file);

        Assert.Equal([.. Strip, .. new byte[9]], output[(int)strip..((int)strip + length + 9)]);
    }

    [Fact]
    public void Write_tables_of_JPEG_of_the_old_kind_stay()
    {
        var builder = new TiffBuilder();
        var table = builder.Add([.. Enumerable.Range(0, 200).Select(i => (byte)(i | 1))]);
        var page = AddPage(
            builder, table, builder.Longs(519, table), builder.Longs(520, table + 64), builder.Longs(521, table + 90), (270, Ascii, new byte[200]));
        var file = builder.First(page).File;
        BitConverter.GetBytes(table).CopyTo(file, (int)(page + Entry(3)) + 8);
        var output = FileAssert.Strip(file);

        Assert.Equal(file[(int)table..((int)table + 200)], output[(int)table..((int)table + 200)]);
    }

    [Fact]
    public void Write_Exif_that_cannot_be_read_is_no_reason_to_fail()
    {
        foreach (var offset in new uint[] { 0, 4, 5_000, uint.MaxValue })
        {
            var builder = new TiffBuilder();
            var page = AddPage(builder, builder.Add(Strip), builder.Longs(Exif, offset), builder.Longs(Gps, offset));
            Assert.Equal([Page], Tags(FileAssert.Strip(builder.First(page).File)));
        }
    }

    [Fact]
    public void Write_Exif_that_leads_to_itself_or_to_an_image_ends()
    {
        var builder = new TiffBuilder();
        var strip = builder.Add(Strip);
        var exif = builder.Length;
        Assert.Equal(exif, builder.AddDirectory(builder.Longs(Exif, exif), builder.Longs(Interoperability, exif)));
        var page = builder.Length;
        Assert.Equal(page, AddPage(builder, strip, builder.Longs(Exif, exif), builder.Longs(Gps, page)));
        var output = FileAssert.Strip(builder.First(page).File);
        Assert.True(output.AsSpan((int)exif..(int)page).IndexOfAnyExcept((byte)0) < 0);
    }

    [Fact]
    public void Write_values_longer_than_the_file_go_as_far_as_it_reaches()
    {
        var builder = new TiffBuilder();
        var page = AddPage(builder, builder.Add(Strip), Text(270, "tell-tale"));
        builder.Put(page + Entry(3) + 4, uint.MaxValue);
        _ = FileAssert.Strip([.. builder.First(page).File, .. FileAssert.Secret]);
    }

    [Fact]
    public void Write_file_that_cannot_be_followed_fails()
    {
        var builder = new TiffBuilder();
        var page = AddPage(builder, builder.Add(Strip));
        FileAssert.Truncated(builder.First(page).Next(page, 5_000).File);
        FileAssert.Truncated(builder.Next(page, 0).File[..^1]);
        builder.Add(new byte[4_000]);
        FileAssert.Corrupt(builder.Next(page, page).File);
        FileAssert.Corrupt(builder.Next(page, page + 2).File);
        FileAssert.Corrupt(builder.Next(page, 2).File);

        builder = new TiffBuilder();
        page = builder.Length + 8;
        Assert.Equal(page, AddPage(builder, 8, builder.Longs(SubDirectories, page, page)));
        FileAssert.Corrupt(builder.First(page).File);
    }

    /// <summary>Two pages with metadata of all kinds, and a directory below the second.</summary>
    internal static byte[] Rich(bool littleEndian)
    {
        var builder = new TiffBuilder(littleEndian);
        var strip = builder.Add(Strip);
        var interoperability = builder.AddDirectory(Text(1, "tell-tale"));
        var exif = builder.AddDirectory((MakerNote, Undefined, [.. "tell-tale"u8]), builder.Longs(Interoperability, interoperability));
        var below = AddPage(builder, strip, Text(270, "tell-tale"));
        var first = AddPage(builder, strip, builder.Longs(Exif, exif), Text(700, "tell-tale"));
        var second = AddPage(builder, strip, builder.Longs(SubDirectories, below), Text(305, "tell-tale"));
        return builder.First(first).Next(first, second).File;
    }

    /// <summary>Offset of an entry in its directory.</summary>
    private static uint Entry(uint index) => 2 + (12 * index);

    private static List<int[]> Tags(byte[] file)
    {
        List<int[]> tags = [];
        Assert.True(TiffDirectory.TryReadStart(file, out var littleEndian, out var next));
        while (next != 0)
        {
            Assert.True(TiffDirectory.TryOpen(file, littleEndian, next, out var directory));
            var page = new int[directory.Count];
            for (var i = 0; i < page.Length; i++)
            {
                page[i] = directory[i].Tag;
            }

            tags.Add([.. page.Order()]);
            next = directory.Next;
        }

        return tags;
    }

    private static uint AddPage(TiffBuilder builder, uint strip, params (int Tag, int Type, byte[] Values)[] entries) =>
        builder.AddDirectory(
        [
            builder.Longs(256, 7), builder.Shorts(257, 5), builder.Shorts(258, 8), builder.Shorts(274, 6), builder.Shorts(277, 1),
            .. entries.Any(entry => entry.Tag == 273) ? [] : new[] { builder.Longs(273, strip), builder.Longs(279, 35) },
            .. entries,
        ]);

    private static uint AddPage(TiffBuilder builder, uint first, uint second) =>
        AddPage(builder, first, builder.Longs(273, first, second), builder.Longs(279, 35, 35));
}
