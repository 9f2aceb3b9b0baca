using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory;

/// <summary>One channel that all receivers read. The dispatcher bounds what lies in it.</summary>
internal sealed class InMemoryJobQueue : IJobQueue
{
    private readonly Channel<ImageKey> _keys = Channel.CreateUnbounded<ImageKey>();

    public bool IsDurable => false;

    public Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        foreach (var key in keys)
        {
            GiveBack(key);
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        return ReceiveCoreAsync(prefetch, cancellationToken);
    }

    internal void GiveBack(ImageKey key) => _keys.Writer.TryWrite(key);

    private async IAsyncEnumerable<ImageDelivery> ReceiveCoreAsync(
        int prefetch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var receiver = new InMemoryReceiver(this, prefetch);
        while (await receiver.WaitForPlaceAsync(cancellationToken).ConfigureAwait(false)
            && await ReadAsync(cancellationToken).ConfigureAwait(false) is { } key)
        {
            yield return receiver.Deliver(key);
        }
    }

    /// <summary>Takes the next key; null where the receiving ends first.</summary>
    private async ValueTask<ImageKey?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _keys.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
