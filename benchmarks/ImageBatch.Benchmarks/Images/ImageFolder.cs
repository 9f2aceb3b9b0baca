using ImageBatch.Model;

namespace ImageBatch.Benchmarks.Images;

/// <summary>The files that benchmarks run over: the sample catalogue's, or those of a folder of one's own.</summary>
internal static class ImageFolder
{
    public const string Variable = "IMAGEBATCH_BENCHMARK_IMAGES";

    /// <summary>Reads the folder, else the one that the environment names, else the sample catalogue.</summary>
    /// <param name="folder">The folder, or null.</param>
    /// <param name="formats">Which files of it, by their names.</param>
    public static IReadOnlyList<BenchmarkImage> Read(string? folder = null, params IReadOnlyList<ImageFormat> formats)
    {
        var extensions = formats.SelectMany(ExtensionsOf).ToList();
        folder ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set
            ? set
            : Path.Combine(AppContext.BaseDirectory, "images");
        var images = Directory.EnumerateFiles(folder)
            .Where(path => extensions.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase))
            .Order(StringComparer.Ordinal)
            .Select(path => new BenchmarkImage(Path.GetFileName(path), File.ReadAllBytes(path)))
            .ToList();
        return images.Count > 0 ? images : throw new InvalidOperationException(
            $"{folder} has no {string.Join(" or ", extensions)} file.");
    }

    private static string[] ExtensionsOf(ImageFormat format) => format switch
    {
        ImageFormat.Jpeg => [".jpg", ".jpeg"],
        ImageFormat.Tiff => [".tif", ".tiff"],
        _ => ["." + ImageFormats.ExtensionOf(format)],
    };
}
