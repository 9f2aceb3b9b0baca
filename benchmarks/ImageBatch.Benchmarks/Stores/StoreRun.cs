using ImageBatch.Benchmarks.Engine;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>What it took to bring the images of one job from pending to final.</summary>
internal readonly record struct StoreRun(int Images, TimeSpan Total, TimeSpan Processor, int Flushes)
{
    public static StoreRun Of(EngineRun run) => new(run.Images, run.Total - run.Submission, run.Processor, 0);

    public double ImagesPerSecond => Images / Total.TotalSeconds;

    /// <summary>Processor time of all threads of this process.</summary>
    public double MicrosecondsPerImage => Processor.TotalMicroseconds / Images;

    public double ImagesPerFlush => (double)Images / Flushes;
}
