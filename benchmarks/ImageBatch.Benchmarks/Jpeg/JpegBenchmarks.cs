using BenchmarkDotNet.Attributes;
using ImageBatch.Benchmarks.Contenders;
using ImageBatch.Benchmarks.Images;

namespace ImageBatch.Benchmarks.Jpeg;

/// <summary>All images in turn at quality 50: the sum, and the mean of an image.</summary>
[Config(typeof(JpegBenchmarkConfig))]
public class JpegBenchmarks
{
    private const int Quality = 50;

    private string _name = "";
    private IReadOnlyList<BenchmarkImage> _images = null!;
    private IContender _contender = null!;

    [GlobalSetup(Target = nameof(LibjpegTurbo))]
    public void SetUpLibjpegTurbo() => SetUp(nameof(LibjpegTurbo), new TurboJpegContender(Quality));

    [GlobalSetup(Target = nameof(Recompression))]
    public void SetUpRecompression() => SetUp(nameof(Recompression), ContenderSet.Recompression(Quality));

    [Benchmark(Baseline = true)]
    public int LibjpegTurbo() => CompressAll();

    [Benchmark]
    public int Recompression() => CompressAll();

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
