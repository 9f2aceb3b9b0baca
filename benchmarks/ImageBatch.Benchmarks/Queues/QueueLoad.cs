using System.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Queues;

/// <summary>What the engine asks of a job queue, without the work in between.</summary>
internal static class QueueLoad
{
    /// <summary>Enqueues keys; the queue bounds how many of them wait for a confirm.</summary>
    public static Task<QueueRun> PublishAsync(IJobQueue queue, ImageKey[] keys) =>
        MeasureAsync(keys.Length, () => queue.EnqueueAsync(keys));

    /// <summary>Receives as many messages and acknowledges each at once, without waiting for it before the next.</summary>
    public static Task<QueueRun> ReceiveAsync(IJobQueue queue, int prefetch, int messages) =>
        MeasureAsync(messages, () => DrainAsync(queue, prefetch, messages));

    /// <summary>Both at the same time, as when a job runs.</summary>
    public static Task<QueueRun> PassAsync(IJobQueue queue, int prefetch, ImageKey[] keys) => MeasureAsync(
        keys.Length,
        () => Task.WhenAll(Task.Run(() => queue.EnqueueAsync(keys)), Task.Run(() => DrainAsync(queue, prefetch, keys.Length))));

    private static async Task DrainAsync(IJobQueue queue, int prefetch, int messages)
    {
        var acknowledged = new List<Task>(messages);
        await foreach (var delivery in queue.ReceiveAsync(prefetch))
        {
            acknowledged.Add(delivery.AcknowledgeAsync());
            if (acknowledged.Count == messages)
            {
                // Before the receiver ends, which gives back what is not acknowledged.
                await Task.WhenAll(acknowledged);
                return;
            }
        }
    }

    private static async Task<QueueRun> MeasureAsync(int messages, Func<Task> run)
    {
        GC.Collect();
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        await run();
        return new QueueRun(messages, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor);
    }
}
