using ImageBatch.Model;

namespace ImageBatch.ImageHeaders;

/// <summary>Tells formats apart by their first bytes.</summary>
internal static class MagicBytes
{
    public const string KnownFormats = "Known formats are JPEG, PNG, GIF, WebP, BMP, TIFF and AVIF.";

    private const int LongestSignature = 12;

    private static ReadOnlySpan<byte> Jpeg => [0xFF, 0xD8, 0xFF];

    private static ReadOnlySpan<byte> Png => [0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A];

    public static string NameOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "JPEG",
        ImageFormat.Png => "PNG",
        ImageFormat.Gif => "GIF",
        ImageFormat.WebP => "WebP",
        ImageFormat.Bmp => "BMP",
        ImageFormat.Tiff => "TIFF",
        ImageFormat.Avif => "AVIF",
        _ => "image",
    };

    /// <summary>The format; unknown where it is none of ours.</summary>
    /// <exception cref="ImageException">The file is empty, or ends inside the signature of one of the formats.</exception>
    public static ImageFormat Identify(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new ImageException(ImageErrorCodes.ImageTruncated, "The file is empty.");
        }

        var format = Match(file);
        if (format == ImageFormat.Unknown && file.Length < LongestSignature && IsCutOff(file))
        {
            throw new HeaderBytes(file, format).Truncated();
        }

        return format;
    }

    private static ImageFormat Match(ReadOnlySpan<byte> file) => file switch
    {
        _ when file.StartsWith(Jpeg) => ImageFormat.Jpeg,
        _ when file.StartsWith(Png) => ImageFormat.Png,
        _ when file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8) => ImageFormat.Gif,
        _ when file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8) => ImageFormat.WebP,
        _ when BmpHeader.Matches(file) => ImageFormat.Bmp,
        _ when TiffHeader.Matches(file) => ImageFormat.Tiff,
        _ when AvifHeader.Matches(file) => ImageFormat.Avif,
        _ => ImageFormat.Unknown,
    };

    private static bool IsCutOff(ReadOnlySpan<byte> file) =>
        Jpeg.StartsWith(file)
        || Png.StartsWith(file)
        || "GIF87a"u8.StartsWith(file)
        || "GIF89a"u8.StartsWith(file)
        || "BM"u8.StartsWith(file)
        || "II*\0"u8.StartsWith(file)
        || "MM\0*"u8.StartsWith(file)
        || file.StartsWith("RIFF"u8)
        || (file.Length >= 8 && file[4..].StartsWith("ftyp"u8))
        || "RIFF"u8.StartsWith(file);
}
