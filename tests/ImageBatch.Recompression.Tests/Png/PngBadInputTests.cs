using System.IO.Compression;
using ImageBatch.Model;

namespace ImageBatch.Recompression.Tests.Png;

public sealed class PngBadInputTests
{
    private static readonly PngImage Picture = PngImage.Picture(37, 23, 2, 8);
    private static readonly byte[] Image = PngBytes.File(Picture, PngBytes.Chunk("gAMA", [0, 0, 177, 143]));
    private static readonly byte[] Indexed = PngBytes.File(PngImage.Picture(37, 23, 3, 4));

    [Theory]
    [InlineData(2, 8, false)]
    [InlineData(3, 4, true)]
    [InlineData(6, 16, true)]
    public void Compress_truncated_at_any_byte_is_truncated_while_data_are_missing(int type, int depth, bool isInterlaced)
    {
        var input = PngBytes.File(PngImage.Picture(19, 14, type, depth) with { IsInterlaced = isInterlaced }, pieces: 3);
        for (var length = 0; length < input.Length - 12; length++)
        {
            Assert.Equal(ImageErrorCodes.ImageTruncated, Fixture.ErrorCode(input.AsMemory(0, length)));
        }
    }

    [Theory]
    [InlineData(50)]
    [InlineData(100)]
    public void Compress_without_its_end_takes_an_image_whose_data_are_whole(int quality)
    {
        foreach (var input in new[] { Image, Fixture.Compress(Image, quality).Output })
        {
            for (var missing = 1; missing <= 12; missing++)
            {
                var (output, result) = Fixture.Compress(input.AsMemory(0, input.Length - missing), quality);

                Assert.True(output.Length <= input.Length - missing);
                Assert.Equal(Fixture.Compress(input, quality).Result, result);
            }
        }
    }

    [Fact]
    public void Compress_drops_what_is_behind_the_end() =>
        Assert.Equal(Fixture.Compress(Image).Output, Fixture.Compress((byte[])[.. Image, .. Image, 1, 2, 3]).Output);

    [Theory]
    [InlineData("IHDR")]
    [InlineData("PLTE")]
    [InlineData("tRNS")]
    [InlineData("IDAT")]
    [InlineData("IEND")]
    public void Compress_a_wrong_checksum_of_what_the_image_needs_is_corrupt(string type)
    {
        var input = PngBytes.File(PngImage.Picture(9, 9, 3, 4) with { Transparency = [1, 2, 3] });
        var (_, start, length) = PngBytes.Places(input).First(place => place.Type == type);
        for (var bit = 0; bit < 32; bit++)
        {
            var broken = input.ToArray();
            broken[start + length - 1 - (bit / 8)] ^= (byte)(1 << (bit % 8));
            Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(broken));
        }
    }

    [Fact]
    public void Compress_a_wrong_checksum_of_other_chunks_drops_them()
    {
        var input = Image.ToArray();
        input[PngBytes.Places(input).First(place => place.Type == "gAMA").Start + 9] ^= 1;
        var (output, _) = Fixture.Compress(input, 100, keepMetadata: true);

        Assert.DoesNotContain(PngBytes.Chunks(output), chunk => chunk.Type == "gAMA");
        LosslessTests.AssertSame(PngBytes.File(Picture), output);
    }

    [Fact]
    public void Compress_any_bit_of_the_data_flipped_is_corrupt_even_if_the_chunk_is_sound()
    {
        var input = PngBytes.File(PngImage.Picture(6, 5, 2, 8));
        var expected = ReferencePng.Decode(input).Pixels;
        var length = PngBytes.Chunks(input).Find(chunk => chunk.Type == "IDAT").Data.Length;
        var harmless = 0;
        for (var bit = 0; bit < 8 * length; bit++)
        {
            var broken = PngBytes.With(input, "IDAT", data =>
            {
                data[bit / 8] ^= (byte)(1 << (bit % 8));
                return data;
            });
            if (Fixture.ErrorCode(broken, 100) is { } code)
            {
                Assert.Equal(ImageErrorCodes.ImageCorrupt, code);
            }
            else
            {
                harmless++;
                Assert.Equal(expected, ReferencePng.Decode(Fixture.Compress(broken, 100).Output).Pixels);
            }
        }

        // Bits that fill the last byte.
        Assert.InRange(harmless, 0, 7);
    }

    [Fact]
    public void Compress_data_that_end_before_the_image_are_corrupt_where_the_file_is_whole()
    {
        var rows = PngBytes.Filtered(Picture);

        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(WithData(PngBytes.Compress(rows[..^1]))));
        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(WithData(PngBytes.Compress(rows)[..^20])));
        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(WithData([])));
    }

    [Fact]
    public void Compress_data_that_need_a_dictionary_are_corrupt() =>
        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(WithData([0x78, 0x20, 0, 0, 0, 1, .. new byte[90]])));

    [Fact]
    public void Compress_more_data_than_the_image_has_are_passed_over() =>
        Assert.Equal(
            Fixture.Compress(Image).Output,
            Fixture.Compress(WithData(PngBytes.Compress([.. PngBytes.Filtered(Picture), .. new byte[5000]]))).Output);

    [Fact]
    public void Compress_a_filter_that_does_not_exist_is_corrupt()
    {
        var rows = PngBytes.Filtered(Picture);
        rows[1 + (3 * Picture.Width)] = 5;

        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(WithData(PngBytes.Compress(rows))));
    }

    [Theory]
    [InlineData(0, 10, 8, 2, 0)]
    [InlineData(10, 0, 8, 2, 0)]
    [InlineData(-1, 10, 8, 2, 0)]
    [InlineData(10, int.MinValue, 8, 2, 0)]
    [InlineData(10, 10, 4, 2, 0)]
    [InlineData(10, 10, 16, 3, 0)]
    [InlineData(10, 10, 0, 0, 0)]
    [InlineData(10, 10, 8, 1, 0)]
    [InlineData(10, 10, 8, 7, 0)]
    [InlineData(10, 10, 8, 2, 2)]
    public void Compress_an_impossible_header_is_corrupt(int width, int height, int depth, int type, int interlace) =>
        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(
            PngBytes.With(Image, "IHDR", _ => PngBytes.Header(width, height, depth, type, interlace))));

    [Fact]
    public void Compress_chunks_that_break_a_rule_are_corrupt()
    {
        var palette = PngBytes.Chunk("PLTE", new byte[48]);
        foreach (var broken in new[]
        {
            PngBytes.With(Image, "IHDR", data => [.. data, 0]),
            Without(Image, "IHDR"),
            Without(Indexed, "PLTE"),
            Without(Image, "IDAT"),
            PngBytes.With(Indexed, "PLTE", _ => new byte[47]),
            PngBytes.With(Indexed, "PLTE", _ => []),
            PngBytes.With(Indexed, "PLTE", _ => new byte[3 * 257]),
            Before(Indexed, "IDAT", palette),
            Before(Image, "IEND", palette),
            Before(Image, "IEND", PngBytes.Chunk("tRNS", new byte[6])),
            Before(Image, "IDAT", PngBytes.Chunk("tRNS", new byte[5])),
            Before(Indexed, "IDAT", PngBytes.Chunk("tRNS", new byte[17])),
            Before(Indexed, "PLTE", PngBytes.Chunk("tRNS", new byte[1])),
            Before(Image, "IDAT", PngBytes.Chunk("IHDR", PngBytes.Header(Picture))),
            Before(Before(Image, "IEND", PngBytes.Chunk("tEXt", [1])), "IEND", PngBytes.Chunk("IDAT", [1])),
            Before(Image, "IDAT", [0, 0, 0, 0, 1, 2, 3, 4, 0, 0, 0, 0]),
            Before(Image, "IDAT", [0x80, 0, 0, 0, .. "tEXt"u8, 0, 0, 0, 0]),
        })
        {
            Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(broken));
        }
    }

    [Fact]
    public void Compress_a_critical_chunk_that_is_not_of_the_standard_is_unsupported() =>
        Assert.Equal(ImageErrorCodes.ImageUnsupported, Fixture.ErrorCode(Before(Image, "IDAT", PngBytes.Chunk("XyZz", [1]))));

    [Fact]
    public void Compress_data_that_inflate_to_a_gigabyte_are_not_read_beyond_the_image()
    {
        var bomb = WithData(Zeros(1 << 30));
        _ = Fixture.ErrorCode(bomb);
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Null(Fixture.ErrorCode(bomb));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Compress_a_huge_header_with_little_data_is_corrupt_and_allocates_little()
    {
        var huge = PngBytes.With(Image, "IHDR", _ => PngBytes.Header(30_000, 30_000, 8, 0));
        var before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Equal(ImageErrorCodes.ImageCorrupt, Fixture.ErrorCode(huge));
        Assert.Equal(ImageErrorCodes.ImageTruncated, Fixture.ErrorCode(huge.AsMemory(0, huge.Length - 12)));
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10_000_000);
    }

    [Theory]
    [InlineData("zTXt")]
    [InlineData("iCCP")]
    public void Compress_compressed_metadata_are_never_inflated(string type)
    {
        var input = PngBytes.File(Picture, PngBytes.Chunk(type, [.. "name\0\0"u8, .. Zeros(200_000_000)]));
        _ = Fixture.Compress(input, 50, keepMetadata: true);
        var before = GC.GetAllocatedBytesForCurrentThread();
        var (output, _) = Fixture.Compress(input, 50, keepMetadata: true);

        Assert.Contains(PngBytes.Chunks(output), chunk => chunk.Type == type);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 10L * input.Length);
    }

    private static byte[] WithData(byte[] data) => PngBytes.With(Image, "IDAT", _ => data);

    private static byte[] Without(byte[] file, string type)
    {
        var (_, start, length) = PngBytes.Places(file).First(place => place.Type == type);
        return [.. file[..start], .. file[(start + length)..]];
    }

    private static byte[] Before(byte[] file, string type, byte[] chunk)
    {
        var start = PngBytes.Places(file).First(place => place.Type == type).Start;
        return [.. file[..start], .. chunk, .. file[start..]];
    }

    private static byte[] Zeros(int count)
    {
        using var target = new MemoryStream();
        using (var stream = new ZLibStream(target, CompressionLevel.SmallestSize))
        {
            var zeros = new byte[1 << 20];
            for (; count > 0; count -= zeros.Length)
            {
                stream.Write(zeros);
            }
        }

        return target.ToArray();
    }
}
