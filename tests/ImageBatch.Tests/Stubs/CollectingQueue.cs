using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Tests.Stubs;

/// <summary>Keeps what is enqueued, in order.</summary>
internal sealed class CollectingQueue : IJobQueue
{
    private readonly List<ImageKey> _keys = [];
    private readonly List<int> _calls = [];
    private int _refusals;

    public bool IsDurable => false;

    public bool IsBroken { get; set; }

    /// <summary>How many calls it refused.</summary>
    public int Refusals => Volatile.Read(ref _refusals);

    /// <summary>How many keys each call had.</summary>
    public IReadOnlyList<int> Calls
    {
        get
        {
            lock (_keys)
            {
                return [.. _calls];
            }
        }
    }

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
            Interlocked.Increment(ref _refusals);
            throw new IOException("away");
        }

        lock (_keys)
        {
            _keys.AddRange(keys);
            _calls.Add(keys.Count);
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default) =>
        throw new NotSupportedException();
}
