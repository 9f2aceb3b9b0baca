using System.Text;
using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>Says what a file is that is no image of a known format: most often the web page of an error.</summary>
internal static class UnknownFormat
{
    /// <summary>How far into a text its root element is looked for.</summary>
    private const int TextWindow = 1_024;

    public static ImageException Describe(ReadOnlySpan<byte> file)
    {
        if (OtherFile(file) is { } thing)
        {
            return HeaderBytes.Unsupported($"The bytes are those of {thing}, not of an image.");
        }

        return HeaderBytes.Unsupported(OtherImage(file) is { } format
            ? $"{format} images are not supported."
            : "The bytes are not those of an image.");
    }

    private static string? OtherFile(ReadOnlySpan<byte> file) => file switch
    {
        _ when file.StartsWith("%PDF"u8) => "a PDF document",
        _ when file.StartsWith("PK\u0003\u0004"u8) => "a ZIP archive",
        _ when file.StartsWith((ReadOnlySpan<byte>)[0x1F, 0x8B]) => "gzip-compressed data",
        _ when BrandIs(file, "iso"u8) || BrandIs(file, "mp4"u8) || BrandIs(file, "qt  "u8) => "a video",
        _ when file.StartsWith((ReadOnlySpan<byte>)[0x1A, 0x45, 0xDF, 0xA3]) => "a video",
        _ => Text(file),
    };

    private static string? OtherImage(ReadOnlySpan<byte> file) => file switch
    {
        _ when BrandIs(file, "hei"u8) || BrandIs(file, "hev"u8) || BrandIs(file, "mif1"u8) || BrandIs(file, "msf1"u8) => "HEIC",
        _ when file.StartsWith("II+\0"u8) || file.StartsWith("MM\0+"u8) => "BigTIFF",
        _ when file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x0A]) || file.StartsWith("\0\0\0\u000CJXL "u8) => "JPEG XL",
        _ when file.StartsWith("\0\0\0\u000CjP  "u8) || file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0x4F, 0xFF, 0x51]) => "JPEG 2000",
        _ when file.StartsWith("8BPS"u8) => "Photoshop",
        _ when file.StartsWith((ReadOnlySpan<byte>)[0, 0, 1, 0]) => "Icon",
        _ => null,
    };

    private static bool BrandIs(ReadOnlySpan<byte> file, ReadOnlySpan<byte> start) =>
        file.Length >= 12 && file[4..].StartsWith("ftyp"u8) && file[8..].StartsWith(start);

    private static string? Text(ReadOnlySpan<byte> file)
    {
        var text = file[..Math.Min(file.Length, TextWindow)];
        if (text.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            text = text[3..];
        }

        text = text.TrimStart(" \t\r\n"u8);
        if (text.StartsWith("{"u8))
        {
            return "a JSON document";
        }

        if (!text.StartsWith("<"u8))
        {
            return null;
        }

        // Latin-1 maps every byte to a character, so that no text fails to decode.
        var markup = Encoding.Latin1.GetString(text);
        return markup switch
        {
            _ when markup.Contains("<svg", StringComparison.OrdinalIgnoreCase)
                && !markup.Contains("<html", StringComparison.OrdinalIgnoreCase) => "an SVG drawing",
            _ when markup.StartsWith("<?xml", StringComparison.OrdinalIgnoreCase)
                && !markup.Contains("<html", StringComparison.OrdinalIgnoreCase) => "an XML document",
            _ => "an HTML page",
        };
    }
}
