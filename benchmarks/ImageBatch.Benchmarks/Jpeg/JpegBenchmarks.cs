using BenchmarkDotNet.Attributes;
using ImageBatch.Benchmarks.Contenders;
using ImageBatch.Benchmarks.Images;
using ImageBatch.Model;

namespace ImageBatch.Benchmarks.Jpeg;

/// <summary>All images in turn at quality 50: the sum, and the mean of an image.</summary>
[Config(typeof(JpegBenchmarkConfig))]
public class JpegBenchmarks
{
    private static readonly CompressionOptions Options = new();

    private string _name = "";
    private IReadOnlyList<BenchmarkImage> _images = null!;
    private IContender _contender = null!;

    [GlobalSetup(Target = nameof(LibjpegTurbo))]
    public void SetUpLibjpegTurbo() => SetUp(nameof(LibjpegTurbo), new TurboJpegContender(Options.Quality));

    [GlobalSetup(Target = nameof(Recompression))]
    public void SetUpRecompression() => SetUp(nameof(Recompression), ContenderSet.Recompression(Options));

    [Benchmark(Baseline = true)]
    public int LibjpegTurbo() => CompressAll();

    [Benchmark]
    public int Recompression() => CompressAll();

    [GlobalSetup(Target = nameof(ImageSharp))]
    public void SetUpImageSharp() => SetUp(nameof(ImageSharp), ContenderSet.General(nameof(ImageSharp), Options));

    [Benchmark]
    public int ImageSharp() => CompressAll();

    [GlobalSetup(Target = nameof(Magick))]
    public void SetUpMagick() => SetUp(nameof(Magick), ContenderSet.General(nameof(Magick), Options));

    [Benchmark]
    public int Magick() => CompressAll();

    [GlobalCleanup]
    public void CleanUp()
    {
        JpegAllocations.Measure(_name, CompressAll);
        _contender.Dispose();
    }

    private void SetUp(string name, IContender contender)
    {
        (_name, _contender) = (name, contender);
        _images = JpegImages.ForAll;
    }

    private int CompressAll()
    {
        var bytes = 0;
        for (var i = 0; i < _images.Count; i++)
        {
            _contender.Compress(_images[i].Content);
            bytes += _contender.Output.Length;
        }

        return bytes;
    }
}
