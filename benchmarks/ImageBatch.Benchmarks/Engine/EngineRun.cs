namespace ImageBatch.Benchmarks.Engine;

/// <summary>What one job took, from the first byte of its CSV to its completion.</summary>
internal readonly record struct EngineRun(
    int Images, TimeSpan Submission, TimeSpan Total, TimeSpan Processor, long Allocated, int Collections)
{
    public double ImagesPerSecond => Images / Total.TotalSeconds;

    /// <summary>Processor time of all threads. The rest of the total is waiting, as for a batch of results to fill.</summary>
    public double MicrosecondsPerImage => Processor.TotalMicroseconds / Images;

    public double AllocatedPerImage => (double)Allocated / Images;
}
