using System.Buffers.Binary;
using System.IO.Compression;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;

namespace ImageBatch.Recompression.Tests.Png;

public sealed class PngToJpegMetadataTests
{
    private static readonly RecompressionOptions ToJpeg = new() { OpaquePngToJpeg = true };
    private static readonly PngImage Photo = PngImage.Photo(150, 110);

    private static readonly byte[] Exif =
        [.. "MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0, .. new byte[90]];

    [Theory]
    [InlineData(2, "RGB ", 600)]
    [InlineData(2, "RGB ", 200_000)]
    [InlineData(0, "GRAY", 600)]
    public void Compress_keeps_the_profile(int type, string space, int length)
    {
        var profile = Profile(space, length);
        var output = Become(PngImage.Photo(150, 110, type), ProfileChunk(profile));

        var segments = JpegBytes.Segments(output).Where(segment => segment.Marker == 0xE2).Select(segment => segment.Payload).ToArray();
        Assert.All(segments, segment => Assert.Equal("ICC_PROFILE\0"u8.ToArray(), segment[..12]));
        Assert.Equal(Enumerable.Range(1, segments.Length), segments.Select(segment => (int)segment[12]));
        Assert.All(segments, segment => Assert.Equal(segments.Length, segment[13]));
        Assert.Equal(profile, segments.SelectMany(segment => segment[14..]));
    }

    [Fact]
    public void Compress_grey_with_a_profile_of_colour_stays_in_colour()
    {
        var image = new PngImage(150, 110, 2, 8, [.. PngImage.Photo(150, 110, 0).Samples.SelectMany(sample => new[] { sample, sample, sample })]);

        Assert.Equal(3, ImageHeaderReader.Read(Become(image, ProfileChunk(Profile("RGB ", 600)))).Components);
        Assert.Equal(1, ImageHeaderReader.Read(Become(image, [])).Components);
    }

    public static TheoryData<string> Unsayable => ["gamma", "chromaticities", "points", "profile", "wrong-profile", "long-profile", "short-profile", "no-profile"];

    [Theory]
    [MemberData(nameof(Unsayable))]
    public void Compress_colours_that_a_JPEG_cannot_say_stay_PNG_and_are_not_converted(string what)
    {
        byte[] before = what switch
        {
            "gamma" => PngBytes.Chunk("gAMA", [0, 0, 0xD9, 0x03]),
            "chromaticities" => PngBytes.Chunk("cHRM", Chromaticities(31_270, 32_900, 70_800, 29_200, 17_000, 79_700, 13_100, 4_600)),
            "points" => PngBytes.Chunk("cICP", [9, 16, 0, 1]),
            "profile" => PngBytes.Chunk("iCCP", [(byte)'x', 0, 0, 1, 2, 3, 4]),
            "wrong-profile" => ProfileChunk(Profile("CMYK", 600)),
            "long-profile" => ProfileChunk(Profile("RGB ", (1 << 20) + 1)),
            "short-profile" => ProfileChunk(Profile("RGB ", 600)[..599]),
            _ => PngBytes.Chunk("iCCP", []),
        };
        var input = PngBytes.File(Photo, before);

        Assert.Equal(ImageFormat.Png, Fixture.Compress(input, new CompressionOptions(), ToJpeg).Result.Format);
        var exception = Assert.Throws<ImageException>(() => Fixture.Compress(input, new CompressionOptions { Format = OutputFormat.Jpeg }, ToJpeg));
        Assert.Equal(ImageErrorCodes.ImageUnsupported, exception.Code);
    }

    [Fact]
    public void Compress_colours_of_sRGB_in_any_words_become_JPEG_without_a_profile()
    {
        byte[] standard = [.. PngBytes.Chunk("gAMA", [0, 0, 0xB1, 0x8F]), .. PngBytes.Chunk("cHRM", Chromaticities(31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000))];
        var odd = PngBytes.Chunk("gAMA", [0, 0, 0xD9, 0x03]);
        foreach (byte[] before in new byte[][]
        {
            standard,
            [.. odd, .. PngBytes.Chunk("sRGB", [0])],
            [.. odd, .. PngBytes.Chunk("cICP", [1, 13, 0, 1]), .. ProfileChunk(Profile("RGB ", 600))],
        })
        {
            Assert.Equal(Become(Photo, []), Become(Photo, before));
        }
    }

    [Theory]
    [InlineData(2835, 2835, 1, 1, 72, 72)]
    [InlineData(11_811, 5906, 1, 1, 300, 150)]
    [InlineData(3, 4, 0, 0, 3, 4)]
    [InlineData(5, 5, 0, 0, 1, 1)]
    [InlineData(0, 5, 1, 0, 1, 1)]
    [InlineData(131_070, 65_535, 0, 0, 65_535, 32_768)]
    [InlineData(10_000_000, 5_000_000, 1, 0, 65_535, 32_768)]
    public void Compress_keeps_the_density(int x, int y, byte unit, byte expectedUnit, int expectedX, int expectedY)
    {
        var data = new byte[9];
        BinaryPrimitives.WriteInt32BigEndian(data, x);
        BinaryPrimitives.WriteInt32BigEndian(data.AsSpan(4), y);
        data[8] = unit;

        var jfif = JpegBytes.Segments(Become(Photo, PngBytes.Chunk("pHYs", data)))[0];
        Assert.Equal(0xE0, jfif.Marker);
        Assert.Equal(
            [.. "JFIF\0"u8, 1, 2, expectedUnit, (byte)(expectedX >> 8), (byte)expectedX, (byte)(expectedY >> 8), (byte)expectedY, 0, 0],
            jfif.Payload);
    }

    [Fact]
    public void Compress_keeps_the_orientation_alone_and_all_of_Exif_where_asked()
    {
        var chunk = PngBytes.Chunk("eXIf", Exif);
        var output = Become(Photo, chunk);

        Assert.Equal(6, ImageHeaderReader.Read(output).Orientation);
        Assert.Equal(32, JpegBytes.Segments(output).Single(segment => segment.Marker == 0xE1).Payload.Length);
        var whole = Become(Photo, chunk, new() { OpaquePngToJpeg = true, KeepMetadata = true });
        Assert.Equal([.. "Exif\0\0"u8, .. Exif], JpegBytes.Segments(whole).Single(segment => segment.Marker == 0xE1).Payload);
    }

    [Fact]
    public void Compress_keeping_metadata_that_a_JPEG_cannot_hold_stays_PNG_but_is_converted()
    {
        var settings = new RecompressionOptions { OpaquePngToJpeg = true, KeepMetadata = true };
        var input = PngBytes.File(Photo, PngBytes.Chunk("tEXt", [1]), PngBytes.Chunk("bKGD", [1]));

        Assert.Equal(ImageFormat.Png, Fixture.Compress(input, new CompressionOptions(), settings).Result.Format);
        Assert.Equal(ImageFormat.Jpeg, Fixture.Compress(input, new CompressionOptions { Format = OutputFormat.Jpeg }, settings).Result.Format);
        Assert.Equal(Become(Photo, []), Become(Photo, PngBytes.Chunk("bKGD", [1]), settings));
    }

    /// <summary>What a photograph becomes that may be a JPEG; what it becomes where it has to is the same.</summary>
    private static byte[] Become(PngImage image, byte[] before, RecompressionOptions? settings = null)
    {
        // So much text that the file is longer than even the JPEG of a long profile: it goes either way.
        var input = PngBytes.File(image, before, PngBytes.Chunk(settings is { KeepMetadata: true } ? "prIV" : "tEXt", new byte[500_000]));
        var (output, result) = Fixture.Compress(input, new CompressionOptions { Quality = 10 }, settings ?? ToJpeg);
        Assert.Equal(ImageFormat.Jpeg, result.Format);
        Assert.Equal(output, Fixture.Compress(input, new CompressionOptions { Quality = 10, Format = OutputFormat.Jpeg }, settings ?? ToJpeg).Output);
        return output;
    }

    private static byte[] Chromaticities(params int[] values) => [.. values.SelectMany(value => new[] { (byte)(value >> 24), (byte)(value >> 16), (byte)(value >> 8), (byte)value })];

    /// <summary>A header, and noise that does not compress.</summary>
    private static byte[] Profile(string space, int length)
    {
        var profile = new byte[length];
        new Random(1).NextBytes(profile);
        BinaryPrimitives.WriteInt32BigEndian(profile, length);
        System.Text.Encoding.ASCII.GetBytes(space, profile.AsSpan(16));
        "acsp"u8.CopyTo(profile.AsSpan(36));
        return profile;
    }

    private static byte[] ProfileChunk(byte[] profile)
    {
        using var compressed = new MemoryStream();
        using (var stream = new ZLibStream(compressed, CompressionLevel.Fastest))
        {
            stream.Write(profile);
        }

        return PngBytes.Chunk("iCCP", [.. "name\0\0"u8, .. compressed.ToArray()]);
    }
}
