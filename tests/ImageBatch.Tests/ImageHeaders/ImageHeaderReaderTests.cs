using System.Text;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Tests.ImageHeaders.Files;

namespace ImageBatch.Tests.ImageHeaders;

public sealed class ImageHeaderReaderTests
{
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
                HeaderAssert.Contract([.. head[..12], .. body[12..]]);
                HeaderAssert.Contract([.. head[..4], .. body]);
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
                var error = HeaderAssert.Contract(file.AsSpan(..length));
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
                Assert.Equal(HeaderAssert.Contract(file.AsSpan(..length).ToArray()), HeaderAssert.Contract(file.AsSpan(..length)));
            }
        }
    }
}
