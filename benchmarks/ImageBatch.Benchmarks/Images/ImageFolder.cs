namespace ImageBatch.Benchmarks.Images;

/// <summary>The JPEG files that all benchmarks run over: the sample catalogue's, or those of a folder of one's own.</summary>
internal static class ImageFolder
{
    public const string Variable = "IMAGEBATCH_BENCHMARK_IMAGES";

    /// <summary>Reads the folder, else the one that the environment names, else the sample catalogue.</summary>
    public static IReadOnlyList<BenchmarkImage> Read(string? folder = null)
    {
        folder ??= Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } set
            ? set
            : Path.Combine(AppContext.BaseDirectory, "images");
        var images = Directory.EnumerateFiles(folder)
            .Where(IsJpeg)
            .Order(StringComparer.Ordinal)
            .Select(path => new BenchmarkImage(Path.GetFileName(path), File.ReadAllBytes(path)))
            .ToList();
        return images.Count > 0 ? images : throw new InvalidOperationException($"{folder} has no .jpg or .jpeg file.");
    }

    private static bool IsJpeg(string path) =>
        Path.GetExtension(path).ToUpperInvariant() is ".JPG" or ".JPEG";
}
