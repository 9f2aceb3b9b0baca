using System.Collections.Concurrent;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.RabbitMQ.Tests.Engine;

/// <summary>Writes down what a node's dispatcher hands out, and can hold it up.</summary>
internal sealed class WatchedQueue(IJobQueue queue) : IJobQueue
{
    private readonly TaskCompletionSource _held = new();
    private volatile TaskCompletionSource? _release;

    public bool IsDurable => queue.IsDurable;

    public ConcurrentQueue<ImageKey> Enqueued { get; } = [];

    /// <summary>From here on, what is handed out waits until it is released. Completes when something does.</summary>
    public Task HoldAsync()
    {
        _release = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        return _held.Task;
    }

    public void Release() => _release!.SetResult();

    public async Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        if (_release is { } release)
        {
            _held.TrySetResult();
            await release.Task.WaitAsync(cancellationToken);
        }

        await queue.EnqueueAsync(keys, cancellationToken);
        foreach (var key in keys)
        {
            Enqueued.Enqueue(key);
        }
    }

    public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default) =>
        queue.ReceiveAsync(prefetch, cancellationToken);
}
