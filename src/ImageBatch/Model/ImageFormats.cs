namespace ImageBatch.Model;

/// <summary>File extensions and media types of the formats.</summary>
public static class ImageFormats
{
    /// <summary>The name as people write it, such as <c>JPEG</c>.</summary>
    public static string NameOf(ImageFormat format) => format switch
    {
        ImageFormat.WebP => "WebP",
        _ => format.ToString().ToUpperInvariant(),
    };

    /// <summary>The usual file extension, without its dot.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The format is unknown.</exception>
    public static string ExtensionOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => "jpg",
        ImageFormat.Png => "png",
        ImageFormat.Gif => "gif",
        ImageFormat.WebP => "webp",
        ImageFormat.Bmp => "bmp",
        ImageFormat.Tiff => "tiff",
        ImageFormat.Avif => "avif",
        _ => throw new ArgumentOutOfRangeException(nameof(format), format, "An output has a known format."),
    };

    /// <summary>The registered media type for a file name; <c>application/octet-stream</c> where its extension is none of ours.</summary>
    public static string ContentTypeOf(string name) => Path.GetExtension(name) switch
    {
        ".jpg" => "image/jpeg",
        ".png" => "image/png",
        ".gif" => "image/gif",
        ".webp" => "image/webp",
        ".bmp" => "image/bmp",
        ".tiff" => "image/tiff",
        ".avif" => "image/avif",
        _ => "application/octet-stream",
    };
}
