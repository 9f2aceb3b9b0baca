using ImageBatch.Model;
using ImageBatch.RabbitMQ.Messages;
using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.Publishing;

/// <summary>A channel that publishes, and the bounded number of its messages whose confirms are outstanding.</summary>
internal sealed class PublisherSession : IAsyncDisposable
{
    private readonly SemaphoreSlim _window;
    private readonly IChannel _channel;
    private readonly string _queue;

    private PublisherSession(IConnection connection, IChannel channel, string queue, int window)
    {
        (Connection, _channel, _queue) = (connection, channel, queue);
        _window = new SemaphoreSlim(window, window);
    }

    public IConnection Connection { get; }

    public bool IsOpen => _channel.IsOpen;

    public static async Task<PublisherSession> OpenAsync(
        IConnection connection, Topology topology, int window, CancellationToken cancellationToken)
    {
        // The window is kept here: the library's limiter and locks do not survive a publish that is cancelled.
        var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(
                publisherConfirmationsEnabled: true,
                publisherConfirmationTrackingEnabled: true,
                outstandingPublisherConfirmationsRateLimiter: null),
            cancellationToken).ConfigureAwait(false);
        try
        {
            await topology.DeclareAsync(channel, cancellationToken).ConfigureAwait(false);
            return new PublisherSession(connection, channel, topology.Images, window);
        }
        catch
        {
            await channel.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>Publishes keys; returns when all are confirmed.</summary>
    /// <exception cref="Exception">One was refused or lost, or the channel is gone; others may be at the broker.</exception>
    public async Task PublishAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken)
    {
        var confirms = new List<Task>(keys.Count);
        foreach (var key in keys)
        {
            await _window.WaitAsync(cancellationToken).ConfigureAwait(false);
            confirms.Add(PublishAsync(key));
            if (confirms[^1].IsFaulted)
            {
                break;
            }
        }

        await Task.WhenAll(confirms).ConfigureAwait(false);
    }

    public ValueTask DisposeAsync() => _channel.DisposeAsync();

    /// <summary>Publishes one key. Never cancelled, so that the library's count of confirms stays in step with the broker's.</summary>
    private async Task PublishAsync(ImageKey key)
    {
        try
        {
            var properties = new BasicProperties
            {
                DeliveryMode = DeliveryModes.Persistent,
                ContentType = "application/json",
                Type = ImageMessage.Type,
                Headers = TraceHeaders.Create(),
            };

            // Mandatory: where somebody has deleted the queue, the message comes back instead of being dropped.
            await _channel.BasicPublishAsync(
                exchange: "", _queue, mandatory: true, properties, ImageMessage.Write(key), CancellationToken.None)
                .ConfigureAwait(false);
        }
        finally
        {
            _window.Release();
        }
    }
}
