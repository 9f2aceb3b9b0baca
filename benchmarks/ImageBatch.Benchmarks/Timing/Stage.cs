using System.Diagnostics;
using ImageBatch.Benchmarks.Contenders;
using ImageBatch.Benchmarks.Images;

namespace ImageBatch.Benchmarks.Timing;

/// <summary>
/// Runs one contender over all images in turn, on this thread. In turn, because an image that is repeated trains the
/// branch predictor for itself and flatters code that branches.
/// </summary>
internal sealed class Stage
{
    /// <summary>The runtime counts 30 calls of a method before it compiles it anew, once to observe it and once for good.</summary>
    private const int CallsToWarm = 31;

    /// <summary>It then does so in the background, when nothing new was compiled for 100 ms.</summary>
    private static readonly TimeSpan CompilationPause = TimeSpan.FromMilliseconds(250);

    private readonly IReadOnlyList<BenchmarkImage> _images;

    /// <summary>Tries every image once; those the contender cannot take are left out from then on.</summary>
    public Stage(IContender contender, IReadOnlyList<BenchmarkImage> images)
    {
        Contender = contender;
        _images = images;
        Measurements = [.. images.Select(_ => new Measurement())];
        for (var i = 0; i < images.Count; i++)
        {
            Try(i);
        }
    }

    public IContender Contender { get; }

    /// <summary>One an image, in their order.</summary>
    public IReadOnlyList<Measurement> Measurements { get; }

    /// <summary>Runs rounds that do not count, until the runtime has compiled all code for good.</summary>
    public void WarmUp()
    {
        var taken = Measurements.Count(one => one.Refusal is null);
        for (var time = 0; taken > 0 && time < 2; time++)
        {
            for (var calls = 0; calls < CallsToWarm; calls += taken)
            {
                RunRound();
            }

#pragma warning disable RS0030 // The thread that is measured has to stand still, not to go and come back as another.
            Thread.Sleep(CompilationPause);
#pragma warning restore RS0030
        }

        foreach (var measurement in Measurements)
        {
            measurement.Forget();
        }
    }

    public void RunRound()
    {
        for (var i = 0; i < _images.Count; i++)
        {
            if (Measurements[i].Refusal is null)
            {
                var allocated = GC.GetAllocatedBytesForCurrentThread();
                var start = Stopwatch.GetTimestamp();
                Contender.Compress(_images[i].Content);
                var time = Stopwatch.GetElapsedTime(start);
                Measurements[i].Add(
                    time, GC.GetAllocatedBytesForCurrentThread() - allocated, Contender.Output.Length);
            }
        }
    }

    private void Try(int image)
    {
        try
        {
            Contender.Compress(_images[image].Content);
        }
#pragma warning disable CA1031 // Whatever a contender throws at an image is its answer to it.
        catch (Exception refusal)
#pragma warning restore CA1031
        {
            Measurements[image].Refuse(refusal.Message);
        }
    }
}
