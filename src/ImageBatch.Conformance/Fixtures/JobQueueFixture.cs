using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>A queue, empty and used by one test alone.</summary>
public abstract class JobQueueFixture : ConformanceFixture
{
    /// <summary>The queue under test.</summary>
    public abstract IJobQueue Queue { get; }
}
