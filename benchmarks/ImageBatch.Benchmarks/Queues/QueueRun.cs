namespace ImageBatch.Benchmarks.Queues;

/// <summary>What it took to bring some messages through a part of the queue.</summary>
/// <param name="Messages">How many.</param>
/// <param name="Total">From the first to the last.</param>
/// <param name="Processor">Processor time of all threads of this process.</param>
internal readonly record struct QueueRun(int Messages, TimeSpan Total, TimeSpan Processor)
{
    public double MessagesPerSecond => Messages / Total.TotalSeconds;

    public double MicrosecondsPerMessage => Processor.TotalMicroseconds / Messages;
}
