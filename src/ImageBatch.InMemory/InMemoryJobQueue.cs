using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory;

/// <summary>One channel that all receivers read. The dispatcher bounds what lies in it.</summary>
internal sealed class InMemoryJobQueue : IJobQueue, IStoreProbe
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
            _images.Writer.TryWrite(new QueuedImage(key, traceContext, IsRedelivered: false));
        }

        return Task.CompletedTask;
    }

    public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        return ReceiveCoreAsync(prefetch, cancellationToken);
    }

    /// <summary>What lies in this process can always be reached.</summary>
    public Task ProbeAsync(CancellationToken cancellationToken = default) => Task.CompletedTask;

    internal void GiveBack(QueuedImage image) => _images.Writer.TryWrite(image with { IsRedelivered = true });

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
