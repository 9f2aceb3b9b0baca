using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Tests.Stubs;

/// <summary>Keeps what is enqueued, in order.</summary>
internal sealed class CollectingQueue : IJobQueue
{
    private readonly List<ImageKey> _keys = [];

    public bool IsDurable => false;

    public bool IsBroken { get; set; }

    public IReadOnlyList<ImageKey> Keys
    {
        get
        {
            lock (_keys)
            {
                return [.. _keys];
            }
        }
    }

    public Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        if (IsBroken)
        {
            throw new IOException("away");
        }

        lock (_keys)
        {
            _keys.AddRange(keys);
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
