using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.RabbitMQ.Receiving;

/// <summary>An image that is out with a receiver.</summary>
internal sealed class RabbitMQDelivery(Receiver receiver, ReceiverSession session, ulong tag, ImageKey key) : ImageDelivery(key)
{
    private int _ended;

    public override Task AcknowledgeAsync(CancellationToken cancellationToken = default) =>
        TryEnd() ? receiver.AcknowledgeAsync(session, tag) : Task.CompletedTask;

    public override Task ReturnAsync(CancellationToken cancellationToken = default) =>
        TryEnd() ? receiver.ReturnAsync(session, tag, Key) : Task.CompletedTask;

    private bool TryEnd() => Interlocked.Exchange(ref _ended, 1) == 0;
}
