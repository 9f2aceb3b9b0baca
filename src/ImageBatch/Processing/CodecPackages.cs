using ImageBatch.Model;

namespace ImageBatch.Processing;

/// <summary>The packages that bring a codec, to name those that would take an image that none took.</summary>
internal static class CodecPackages
{
    private static readonly (string Name, string Method, Func<ImageHeader, CompressionOptions, bool> Takes)[] All =
    [
        ("Recompression", "AddRecompression()", (header, options) =>
            !options.Resizes(header)
            && (header.Format, options.FormatOf(header.Format)) is (ImageFormat.Jpeg, ImageFormat.Jpeg)
                or (ImageFormat.Png, ImageFormat.Png or ImageFormat.Jpeg)),
        ("Magick", "AddMagick()", (_, _) => true),
        ("ImageSharp", "AddImageSharp()", (header, options) =>
            header.Format != ImageFormat.Avif && options.FormatOf(header.Format) != ImageFormat.Avif
            && !(header.Frames > 1 && header.Format is ImageFormat.Png or ImageFormat.WebP)),
    ];

    /// <summary>What to register, as a sentence.</summary>
    /// <param name="header">An image of a known format.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="registered">The names of the codecs that there are: they have said no.</param>
    public static string Advise(ImageHeader header, CompressionOptions options, IEnumerable<string> registered)
    {
        var packages = All.Where(package => package.Takes(header, options) && !registered.Contains(package.Name))
            .Select(package => $"ImageBatch.{package.Name} ({package.Method})")
            .ToList();
        return packages.Count > 0
            ? $"To take such images register {string.Join(" or ", packages)}."
            : "No package of ImageBatch takes it.";
    }
}
