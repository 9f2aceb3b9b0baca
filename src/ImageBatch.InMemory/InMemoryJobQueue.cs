using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory;

/// <summary>One channel that all receivers read. The dispatcher bounds what lies in it.</summary>
internal sealed class InMemoryJobQueue : IJobQueue
{
    private readonly Channel<QueuedImage> _images = Channel.CreateUnbounded<QueuedImage>();

    public bool IsDurable => false;

    public Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var traceContext = Activity.Current?.Context ?? default;
        foreach (var key in keys)
        {
            GiveBack(new QueuedImage(key, traceContext));
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        return ReceiveCoreAsync(prefetch, cancellationToken);
    }

    internal void GiveBack(QueuedImage image) => _images.Writer.TryWrite(image);

    private async IAsyncEnumerable<ImageDelivery> ReceiveCoreAsync(
        int prefetch, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        using var receiver = new InMemoryReceiver(this, prefetch);
        while (await receiver.WaitForPlaceAsync(cancellationToken).ConfigureAwait(false)
            && await ReadAsync(cancellationToken).ConfigureAwait(false) is { } image)
        {
            yield return receiver.Deliver(image);
        }
    }

    /// <summary>Takes the next image; null where the receiving ends first.</summary>
    private async ValueTask<QueuedImage?> ReadAsync(CancellationToken cancellationToken)
    {
        try
        {
            return await _images.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }
}
