using ImageBatch.Ports;

namespace ImageBatch.InMemory;

/// <summary>What is out with one receiver of the queue. Disposing it gives all of that back.</summary>
internal sealed class InMemoryReceiver(InMemoryJobQueue queue, int prefetch) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly HashSet<Delivery> _out = [];
    private readonly SemaphoreSlim _places = new(prefetch, prefetch);
    private bool _ended;

    /// <summary>Waits until fewer deliveries are out than may be; false where the receiving ends first.</summary>
    public async ValueTask<bool> WaitForPlaceAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (OperationCanceledException)
        {
            return false;
        }
    }

    public ImageDelivery Deliver(QueuedImage image)
    {
        var delivery = new Delivery(this, image);
        lock (_gate)
        {
            _out.Add(delivery);
        }

        return delivery;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _ended = true;
            foreach (var delivery in _out)
            {
                queue.GiveBack(delivery.Image);
            }

            _out.Clear();
        }

        _places.Dispose();
    }

    /// <summary>Ends a delivery once: a second end, and one that comes after the receiver's, mean nothing.</summary>
    private Task End(Delivery delivery, bool giveBack)
    {
        lock (_gate)
        {
            if (!_ended && _out.Remove(delivery))
            {
                if (giveBack)
                {
                    queue.GiveBack(delivery.Image);
                }

                _places.Release();
            }
        }

        return Task.CompletedTask;
    }

    private sealed class Delivery : ImageDelivery
    {
        private readonly InMemoryReceiver _receiver;

        public Delivery(InMemoryReceiver receiver, QueuedImage image)
            : base(image.Key)
        {
            (_receiver, Image) = (receiver, image);
            TraceContext = image.TraceContext;
        }

        public QueuedImage Image { get; }

        public override Task AcknowledgeAsync(CancellationToken cancellationToken = default) =>
            _receiver.End(this, giveBack: false);

        public override Task ReturnAsync(CancellationToken cancellationToken = default) =>
            _receiver.End(this, giveBack: true);
    }
}
