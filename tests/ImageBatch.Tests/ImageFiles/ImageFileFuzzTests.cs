using ImageBatch.ImageFiles;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.Fuzzing;
using ImageBatch.Tests.ImageFiles.Files;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageFiles;

public sealed class ImageFileFuzzTests
{
    private static readonly byte[][] Pieces =
    [
        [0xFF, 0xDA], [0xFF, 0xE1], [0xFF, 0xE2], [0xFF, 0xEE], [0xFF, 0xD9], [0xFF, 0xD8], "Exif\0\0II*\0"u8.ToArray(), "MM\0*"u8.ToArray(),
        "IDAT"u8.ToArray(), "IEND"u8.ToArray(), "acTL"u8.ToArray(), "eXIf"u8.ToArray(), [0x2C], [0x21, 0xF9], [0x21, 0xFF], [0x3B],
        "VP8X"u8.ToArray(), "ANMF"u8.ToArray(), "EXIF"u8.ToArray(), "DEBM"u8.ToArray(), "KNIL"u8.ToArray(), [0x4A, 0x01, 4, 0], [0x69, 0x87, 4, 0],
        "meta"u8.ToArray(), "iloc"u8.ToArray(), "infe"u8.ToArray(), "idat"u8.ToArray(), "thmb"u8.ToArray(), "stsc"u8.ToArray(), "stz2"u8.ToArray(),
        [0, 0, 0, 1], [0, 0, 0, 0], [0x7F, 0xFF, 0xFF, 0xFF], [0xFF, 0xFF, 0xFF, 0xFE], [0, 0, 0, 0, 0, 0, 0, 1],
    ];

    /// <summary>A few files of each format, with metadata in them.</summary>
    public static TheoryData<ImageFormat> Formats =>
    [
        ImageFormat.Jpeg, ImageFormat.Png, ImageFormat.Gif, ImageFormat.WebP, ImageFormat.Bmp, ImageFormat.Tiff, ImageFormat.Avif,
    ];

    [Theory]
    [MemberData(nameof(Formats))]
    public async Task Write_damaged_files_succeed_or_fail_as_documented(ImageFormat format)
    {
        var seeds = FilesOf(format);
        var outcomes = await new FuzzLoop().RunAsync(random =>
        {
            var file = new Mutation(random, Pieces).Apply(seeds[random.Next(seeds.Length)]);
            return Contract(file);
        });

        string[] expected = ["written", ImageErrorCodes.ImageCorrupt, ImageErrorCodes.ImageTruncated];
        Assert.All(expected, outcome => Assert.True(outcomes.GetValueOrDefault(outcome) > 500, $"Too few inputs were {outcome}."));
    }

    /// <summary>What holds for any bytes: an output that needs no more work, or an error that is documented.</summary>
    private static string Contract(byte[] file)
    {
        var endsEarly = ImageFile.EndsEarly(file);
        try
        {
            var output = FileAssert.Write(file);
            Assert.False(endsEarly);
            Assert.InRange(output.Length, 1, file.Length);
            Assert.False(ImageFile.EndsEarly(output));
            var (before, after) = (ImageHeaderReader.Read(file), ImageHeaderReader.Read(output));
            Assert.Equal((before.Format, before.Width, before.Height), (after.Format, after.Width, after.Height));
            if (!output.AsSpan().SequenceEqual(FileAssert.Write(output))) { File.WriteAllBytes("/tmp/bad.in", file); File.WriteAllBytes("/tmp/bad.out", output); File.WriteAllBytes("/tmp/bad.out2", FileAssert.Write(output)); }
            Assert.Equal(output, FileAssert.Write(output));
            return "written";
        }
        catch (ImageException exception)
        {
            return exception.Code;
        }
    }

    private static byte[][] FilesOf(ImageFormat format)
    {
        byte[] secret = [.. FileAssert.Secret], exif = ExifFile.WithOrientation(6), tiff = ExifFile.WithOrientation(6, prefix: false);
        return format switch
        {
            ImageFormat.Jpeg =>
            [
                JpegFile.Create(JpegFile.Segment(0xE1, exif), JpegFile.Segment(0xFE, secret), JpegFile.Segment(0xE2, [.. "ICC_PROFILE\0"u8, 1, 1])),
                JpegFile.Create(JpegFile.Segment(0xE0, [.. "JFIF\0"u8, .. new byte[9]]), JpegFile.Segment(0xEE, [.. "Adobe"u8, .. new byte[7]])),
            ],
            ImageFormat.Png =>
            [
                PngFile.Create(PngFile.Chunk("eXIf"u8, tiff), PngFile.Chunk("tEXt"u8, secret), PngFile.Chunk("gAMA"u8, 0, 0, 1, 2)),
                PngFile.Create(PngFile.AnimationControl(2), PngFile.Chunk("fcTL"u8, new byte[26])),
            ],
            ImageFormat.Gif =>
            [
                [.. GifFile.Create(3)[..^1], .. GifFile.Comment, 0x3B],
                [.. GifFile.Screen(), 0x21, 0xFF, 11, .. "NETSCAPE2.0"u8, 3, 1, 0, 0, 0, .. GifFile.GraphicControl, .. GifFile.Frame(), 0x3B],
            ],
            ImageFormat.WebP =>
            [
                WebPFile.Of(WebPFile.Canvas(0x28), WebPFile.Chunk("ICCP"u8, 1, 2, 3), WebPFile.Lossy(), WebPFile.Chunk("EXIF"u8, tiff), WebPFile.Chunk("XMP "u8, secret)),
                WebPFile.Animation(3), WebPFile.Of(WebPFile.Lossless()),
            ],
            ImageFormat.Bmp =>
            [
                [.. BmpFile.WithPixels(BmpFile.Create(), new byte[120]), .. secret], BmpContainerTests.WithEmbeddedProfile,
                BmpFile.WithPixels(BmpFile.Create(12), new byte[120]),
            ],
            ImageFormat.Tiff => [TiffContainerTests.Rich(littleEndian: true), TiffContainerTests.Rich(littleEndian: false)],
            _ =>
            [
                new AvifBuilder().Add(1, "av01", "a", secret).Add(2, "Exif", "b", tiff).Add(3, "mime", "c", secret).Add(4, "av01", "", secret)
                    .Refer("thmb", 4, 1).Refer("cdsc", 2, 1).Build(AvifFile.Box("uuid"u8, secret), AvifFile.Box("free"u8, secret)),
                new AvifBuilder { Version = 2, HasWideIds = true, NumberLength = 8 }.Add(1, "av01", "", secret, AvifBuilder.InMeta).Build(),
                new AvifSequenceBuilder { InTrack = AvifFile.Box("udta"u8, secret) }.Build(),
                new AvifSequenceBuilder { SizeBits = 4, HasWideOffsets = true }.Build(),
            ],
        };
    }
}
