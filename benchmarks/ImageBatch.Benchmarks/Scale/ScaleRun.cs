using ImageBatch.Benchmarks.Engine;

namespace ImageBatch.Benchmarks.Scale;

/// <summary>What one job took, from its acceptance to its completion, and the processor time of all nodes and servers.</summary>
internal readonly record struct ScaleRun(int Images, TimeSpan Total, TimeSpan Processor)
{
    /// <summary>Above this share of the machine the cores are part of what is measured.</summary>
    public const double MostLoad = 0.6;

    public double ImagesPerSecond => Images / Total.TotalSeconds;

    public double MicrosecondsPerImage => Total.TotalMicroseconds / Images;

    public double ProcessorMicrosecondsPerImage => Processor.TotalMicroseconds / Images;

    /// <summary>The share of all cores that the processes had.</summary>
    public double Load => Processor / Total / Environment.ProcessorCount;

    public static ScaleRun Of(EngineRun run) => new(run.Images, run.Total - run.Submission, run.Processor);
}
