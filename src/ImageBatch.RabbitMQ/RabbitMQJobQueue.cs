using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.RabbitMQ.Connections;
using ImageBatch.RabbitMQ.Publishing;
using ImageBatch.RabbitMQ.Receiving;
using Microsoft.Extensions.Logging;

namespace ImageBatch.RabbitMQ;

/// <summary>A quorum queue that all nodes share. The dispatchers bound what lies in it.</summary>
internal sealed class RabbitMQJobQueue(Broker broker, TimeProvider time, ILogger<RabbitMQJobQueue> logger) : IJobQueue, IAsyncDisposable
{
    private readonly Publisher _publisher = new(broker.Publishing, broker.Topology, broker.Options, time);

    public bool IsDurable => true;

    public Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(keys);
        broker.SetUsed();
        return keys.Count == 0 ? Task.CompletedTask : _publisher.PublishAsync(keys, cancellationToken);
    }

    public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(prefetch, 1);
        broker.SetUsed();
        return Receiver.ReceiveAsync(broker, _publisher, prefetch, time, logger, cancellationToken);
    }

    public ValueTask DisposeAsync() => _publisher.DisposeAsync();
}
