using ImageBatch.Benchmarks.Contenders;
using ImageBatch.Benchmarks.Images;
using ImageBatch.Benchmarks.Timing;
using ImageBatch.Model;

namespace ImageBatch.Benchmarks.Jpeg;

/// <summary>The images that every contender takes: only those can be compared in sum.</summary>
internal static class JpegImages
{
    private static readonly Lazy<IReadOnlyList<BenchmarkImage>> Taken = new(Choose);

    public static IReadOnlyList<BenchmarkImage> ForAll => Taken.Value;

    private static List<BenchmarkImage> Choose()
    {
        var images = ImageFolder.Read(folder: null, ImageFormat.Jpeg);
        var contenders = ContenderSet.Create(new CompressionOptions());
        var stages = contenders.ConvertAll(contender => new Stage(contender, images));
        contenders.ForEach(contender => contender.Dispose());
        return [.. images.Where((_, i) => stages.TrueForAll(stage => stage.Measurements[i].Refusal is null))];
    }
}
