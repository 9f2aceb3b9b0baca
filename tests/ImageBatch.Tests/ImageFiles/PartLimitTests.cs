using System.Buffers;
using ImageBatch.ImageFiles;
using ImageBatch.Model;
using ImageBatch.Tests.ImageFiles.Files;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageFiles;

/// <summary>Files of so many parts that lists of them, here or in an imaging library, would outgrow the image.</summary>
public sealed class PartLimitTests
{
    private const int TooMany = PartLimit.Most + 1;

    public static TheoryData<string> Kinds => [.. Files.Keys];

    private static Dictionary<string, Func<int, byte[]>> Files { get; } = new()
    {
        ["JPEG comments"] = count => JpegFile.Create(Repeat(JpegFile.Segment(0xFE), count)),
        ["JPEG restart intervals"] = count => JpegFile.Create(Repeat(JpegFile.Segment(0xDD, 0, 0), count)),
        ["PNG texts"] = count => PngFile.Create(Repeat(PngFile.Chunk("tEXt"u8, 65, 0), count)),
        ["PNG frames behind the image"] = count =>
            PngFile.Of(PngFile.Header(), PngFile.Chunk("IDAT"u8, 1), Repeat(PngFile.Chunk("fdAT"u8), count), PngFile.Chunk("IEND"u8)),
        ["GIF comments"] = count => [.. GifFile.Screen(), .. Repeat(GifFile.Comment, count), .. GifFile.Frame(), 0x3B],
        ["GIF frames"] = count => [.. GifFile.Screen(), .. Repeat(GifFile.Frame(), count), 0x3B],
        ["WebP chunks"] = count => WebPFile.Of(WebPFile.Canvas(0), WebPFile.Lossy(), Repeat(WebPFile.Chunk("zzzz"u8), count)),
        ["TIFF pages"] = Pages,
    };

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EnsureDecodable_of_too_many_parts_is_corrupt_and_says_the_count_and_the_limit(string kind)
    {
        var exception = Assert.Throws<ImageException>(() => ImageFile.EnsureDecodable(Files[kind](TooMany)));

        Assert.Equal(ImageErrorCodes.ImageCorrupt, exception.Code);
        Assert.Contains($"{TooMany:N0} ", exception.Message, StringComparison.Ordinal);
        Assert.Contains($"{PartLimit.Most:N0} are the most", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void EnsureDecodable_of_thousands_of_parts_is_fine(string kind) => ImageFile.EnsureDecodable(Files[kind](5_000));

    [Fact]
    public void EnsureDecodable_of_image_data_in_any_number_of_chunks_is_fine() => ImageFile.EnsureDecodable(
        PngFile.Of(PngFile.Header(), Repeat(PngFile.Chunk("IDAT"u8, 1), 2 * TooMany), PngFile.Chunk("IEND"u8)));

    [Fact]
    public void WriteWithoutMetadata_of_an_AVIF_with_too_many_boxes_is_corrupt() =>
        IsRefused(new AvifBuilder { InDescription = Repeat(AvifFile.Box("zzzz"u8), TooMany) }.Add(1, "av01", "", [1, 2]).Build());

    [Fact]
    public void WriteWithoutMetadata_of_an_AVIF_that_refers_to_too_many_items_is_corrupt()
    {
        var items = Enumerable.Range(2, 40_000).Select(id => (uint)id).ToArray();
        var builder = new AvifBuilder { HasWideIds = true }.Add(1, "av01", "", [1, 2])
            .Refer("dimg", 1, items).Refer("dimg", 1, [.. items.Select(id => id + 40_000)]);

        IsRefused(builder.Build());
    }

    [Fact]
    public void WriteWithoutMetadata_of_a_TIFF_with_too_many_directories_below_one_is_corrupt()
    {
        var tiff = new TiffBuilder();
        var below = Enumerable.Range(0, TooMany).Select(_ => tiff.Add(0, 0, 0, 0, 0, 0)).ToArray();

        IsRefused(tiff.First(tiff.AddDirectory(
            tiff.Shorts(256, 7), tiff.Shorts(257, 5), tiff.Longs(TiffTag.SubDirectories, below))).File);
    }

    [Fact]
    public void WriteWithoutMetadata_of_a_TIFF_with_too_many_scattered_strips_is_corrupt() => IsRefused(Strips(step: 2));

    [Fact]
    public void WriteWithoutMetadata_of_a_TIFF_whose_strips_follow_each_other_is_fine()
    {
        var output = new ArrayBufferWriter<byte>();
        ImageFile.WriteWithoutMetadata(Strips(step: 1), output);
        Assert.True(output.WrittenCount > PartLimit.MostPlaces);
    }

    private static void IsRefused(byte[] file)
    {
        var exception = Assert.Throws<ImageException>(() => ImageFile.WriteWithoutMetadata(file, new ArrayBufferWriter<byte>()));
        Assert.Equal(ImageErrorCodes.ImageCorrupt, exception.Code);
        Assert.Contains("are the most that are taken", exception.Message, StringComparison.Ordinal);
    }

    /// <summary>An image of more strips than there may be places, each of one byte.</summary>
    private static byte[] Strips(int step)
    {
        const int count = PartLimit.MostPlaces + 1;
        var tiff = new TiffBuilder();
        var start = tiff.Add(new byte[count * step]);
        var offsets = Enumerable.Range(0, count).Select(i => start + (uint)(i * step)).ToArray();
        var lengths = Enumerable.Repeat(1, count).ToArray();
        return tiff.First(tiff.AddDirectory(
            tiff.Shorts(256, 7),
            tiff.Shorts(257, 5),
            tiff.Longs(TiffTag.StripOffsets, offsets),
            tiff.Shorts(TiffTag.StripByteCounts, lengths))).File;
    }

    private static byte[] Pages(int count)
    {
        var tiff = new TiffBuilder();
        var page = tiff.AddDirectory(tiff.Shorts(256, 7), tiff.Shorts(257, 5));
        tiff.First(page);
        for (var i = 1; i < count; i++)
        {
            var next = tiff.Add(0, 0, 0, 0, 0, 0);
            tiff.Next(page, next);
            page = next;
        }

        return tiff.File;
    }

    private static byte[] Repeat(byte[] part, int count)
    {
        var all = new byte[part.Length * count];
        for (var i = 0; i < count; i++)
        {
            part.CopyTo(all, i * part.Length);
        }

        return all;
    }
}
