using System.Text;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class ImageHeaderReaderTests
{
    private const int MutationsAFormat = 5_000;

    public static IEnumerable<(ImageFormat Format, byte[] File)> Files =>
    [
        (ImageFormat.Jpeg, JpegFile.Create(JpegFile.Segment(0xE1, ExifFile.WithOrientation(6)), JpegFile.Segment(0xC4, new byte[20]))),
        (ImageFormat.Jpeg, JpegFile.Create(JpegFile.Segment(0xE1, ExifFile.WithOrientation(3, false)), [0xFF, 0xFF])),
        (ImageFormat.Png, PngFile.Create(PngFile.AnimationControl(4), PngFile.Chunk("eXIf"u8, ExifFile.WithOrientation(2, prefix: false)))),
        (ImageFormat.Gif, [.. GifFile.Create(3), .. GifFile.Comment]),
        (ImageFormat.WebP, WebPFile.Of(WebPFile.Lossy())),
        (ImageFormat.WebP, WebPFile.Of(WebPFile.Lossless(alpha: true))),
        (ImageFormat.WebP, WebPFile.Animation(3)),
        (ImageFormat.WebP, WebPFile.Of(WebPFile.Canvas(WebPFile.ExifFlag), WebPFile.Lossy(), WebPFile.Chunk("EXIF"u8, ExifFile.WithOrientation(5)))),
        (ImageFormat.Bmp, BmpFile.Create(12)),
        (ImageFormat.Bmp, BmpFile.Create(40, height: -5)),
        (ImageFormat.Bmp, BmpFile.Create(124, bits: 32, compression: 3, alphaMask: 0xFF)),
        (ImageFormat.Tiff, TiffFile.Create(pages: 4)),
        (ImageFormat.Tiff, TiffFile.Create(pages: 2, littleEndian: false)),
        (ImageFormat.Avif, AvifFile.Create()),
        (ImageFormat.Avif, AvifFile.Sequence(9)),
    ];

    [Fact]
    public void Read_empty_file_is_truncated() => HeaderAssert.Truncated([]);

    [Fact]
    public void Read_start_of_a_signature_is_truncated()
    {
        foreach (var start in (string[])["\u00FF\u00D8", "\u0089PNG", "GIF8", "GIF87", "RIFF\u0001\u0002", "R", "B", "MM\0", "II*", "\0\0\0\u0020ftyp"])
        {
            HeaderAssert.Truncated(Encoding.Latin1.GetBytes(start));
        }
    }

    [Theory]
    [InlineData("<!DOCTYPE html><html><body>404</body></html>", "an HTML page")]
    [InlineData("\u00EF\u00BB\u00BF \r\n<HTML>", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?><!DOCTYPE html><html xmlns=\"x\">", "an HTML page")]
    [InlineData("<?xml version=\"1.0\"?><Error><Code>AccessDenied</Code></Error>", "an XML document")]
    [InlineData("<svg xmlns=\"http://www.w3.org/2000/svg\"/>", "an SVG drawing")]
    [InlineData("<?xml version=\"1.0\"?>\n<!-- made -->\n<svg/>", "an SVG drawing")]
    [InlineData("{\"error\": \"not found\"}", "a JSON document")]
    [InlineData("%PDF-1.7\n", "a PDF document")]
    [InlineData("PK\u0003\u0004rest", "a ZIP archive")]
    [InlineData("\0\0\0\u0018ftypisom\0\0\0\0isom", "a video")]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1", "HEIC images")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0heic", "HEIC images")]
    [InlineData("\0\0\0\u000CJXL \r\n\u0087\n", "JPEG XL images")]
    [InlineData("8BPS\0\u0001", "Photoshop images")]
    [InlineData("RIFF\u0010\0\0\0WAVEfmt ", "not those of an image")]
    [InlineData("Not found, sorry.", "not those of an image")]
    public void Read_something_else_says_what_it_is(string text, string message)
    {
        HeaderAssert.Unsupported(message, Encoding.Latin1.GetBytes(text));
        HeaderAssert.Unsupported("JPEG, PNG, GIF, WebP, BMP, TIFF and AVIF", Encoding.Latin1.GetBytes(text));
    }

    [Fact]
    public void Read_whole_files_are_of_their_format()
    {
        foreach (var (format, file) in Files)
        {
            var header = ImageHeaderReader.Read(file);
            Assert.Equal((format, 7, 5, file.Length), (header.Format, header.Width, header.Height, header.Length));
        }
    }

    [Fact]
    public void Read_magic_of_one_format_before_the_body_of_another_never_fails_otherwise()
    {
        foreach (var (_, head) in Files)
        {
            foreach (var (_, body) in Files)
            {
                AssertContract([.. head[..12], .. body[12..]]);
                AssertContract([.. head[..4], .. body]);
            }
        }
    }

    [Fact]
    public void Read_file_cut_at_every_byte_succeeds_or_says_it_is_truncated()
    {
        foreach (var (format, file) in Files)
        {
            for (var length = 0; length < file.Length; length++)
            {
                var error = AssertContract(file.AsSpan(..length));
                var mayBeUnknown = format == ImageFormat.Avif && length < 8;
                Assert.True(
                    error is null or ImageErrorCodes.ImageTruncated || mayBeUnknown,
                    $"{format} cut at {length}: {error}");
            }
        }
    }

    [Fact]
    public void Read_file_cut_where_another_begins_reads_nothing_beyond_the_span()
    {
        foreach (var (_, file) in Files)
        {
            for (var length = 0; length < file.Length; length++)
            {
                // The same bytes with and without others behind the span give the same answer.
                Assert.Equal(AssertContract(file.AsSpan(..length).ToArray()), AssertContract(file.AsSpan(..length)));
            }
        }
    }

    [Theory]
    [InlineData(ImageFormat.Jpeg)]
    [InlineData(ImageFormat.Png)]
    [InlineData(ImageFormat.Gif)]
    [InlineData(ImageFormat.WebP)]
    [InlineData(ImageFormat.Bmp)]
    [InlineData(ImageFormat.Tiff)]
    [InlineData(ImageFormat.Avif)]
    public void Read_mutated_file_succeeds_or_fails_as_documented(ImageFormat format)
    {
        var random = new Random((int)format);
        var originals = Files.Where(f => f.Format == format).Select(f => f.File).ToArray();
        for (var i = 0; i < MutationsAFormat; i++)
        {
            AssertContract(Mutate(originals[i % originals.Length], random));
        }
    }

    [Fact]
    public void Read_hostile_claims_allocate_next_to_nothing()
    {
        byte[][] files =
        [
            PngFile.Of(PngFile.Header(int.MaxValue, int.MaxValue), PngFile.AnimationControl(uint.MaxValue)),
            JpegFile.Of(JpegFile.Frame(width: 65_535, height: 65_535)),
            PngFile.Create(PngFile.Chunk("iCCP"u8, new byte[8 << 20]), PngFile.Chunk("zTXt"u8, new byte[8 << 20])),
            PngFile.Of(PngFile.Header(), [0x7F, 0xFF, 0xFF, 0xFF, (byte)'z', (byte)'T', (byte)'X', (byte)'t']),
            JpegFile.Create([.. Enumerable.Repeat(JpegFile.Segment(0xE2, [.. "ICC_PROFILE\0"u8, .. new byte[65_000]]), 255)]),
            GifFile.Create(100_000, 65_535, 65_535),
            TiffFile.Create(int.MaxValue, 65_535, pages: 10_000),
            AvifFile.Sequence(uint.MaxValue, 65_535, 65_535),
        ];
        foreach (var file in files)
        {
            // The least of several: a collection in between counts memory that was only set aside for the thread.
            Assert.InRange(Enumerable.Range(0, 10).Min(_ => AllocatedBy(file)), 0, 1_024);
        }
    }

    private static long AllocatedBy(byte[] file)
    {
        var before = GC.GetAllocatedBytesForCurrentThread();
        _ = ImageHeaderReader.Read(file);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        var file = (byte[])original.Clone();
        for (var changes = random.Next(1, 8); changes > 0; changes--)
        {
            var at = random.Next(file.Length);
            switch (random.Next(5))
            {
                case 0:
                    file[at] = (byte)random.Next(256);
                    break;
                case 1:
                    file[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 2:
                    file.AsSpan(at, Math.Min(4, file.Length - at)).Fill(random.Next(2) == 0 ? (byte)0xFF : (byte)0);
                    break;
                case 3:
                    file = [.. file[..at], .. file[random.Next(file.Length)..]];
                    break;
                default:
                    file = [.. file[..at], .. file];
                    break;
            }

            if (file.Length == 0)
            {
                break;
            }
        }

        return file;
    }

    /// <summary>The code of the error, or null where the header was read. Any other exception fails the test.</summary>
    private static string? AssertContract(ReadOnlySpan<byte> file)
    {
        try
        {
            var header = ImageHeaderReader.Read(file);
            Assert.True(header.Width >= 1 && header.Height >= 1 && header.Format != ImageFormat.Unknown);
            Assert.InRange(header.Frames, 1, 1_000_000);
            Assert.InRange(header.Orientation, 1, 8);
            Assert.InRange(header.Components, 0, 4);
            Assert.Equal(file.Length, header.Length);
            return null;
        }
        catch (ImageException exception)
        {
            Assert.Contains(
                exception.Code,
                (string[])[ImageErrorCodes.ImageUnsupported, ImageErrorCodes.ImageCorrupt, ImageErrorCodes.ImageTruncated]);
            return exception.Code;
        }
    }
}
