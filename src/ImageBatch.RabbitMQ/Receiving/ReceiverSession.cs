using System.Threading.Channels;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ImageBatch.RabbitMQ.Receiving;

/// <summary>
/// A channel that consumes a queue, from its opening until it, its connection or its consumer is gone. What is not
/// acknowledged by then goes back to the queue.
/// </summary>
internal sealed class ReceiverSession : AsyncDefaultBasicConsumer, IAsyncDisposable
{
    private static readonly TimeSpan CloseTimeout = TimeSpan.FromSeconds(5);

    private readonly Channel<ReceivedMessage> _messages = System.Threading.Channels.Channel.CreateUnbounded<ReceivedMessage>(
        new UnboundedChannelOptions { SingleWriter = true });

    private readonly Acknowledgements _acknowledgements;
    private volatile bool _ended;

    private ReceiverSession(IChannel channel)
        : base(channel)
    {
        _acknowledgements = new Acknowledgements(channel);
        channel.ChannelShutdownAsync += OnShutdownAsync;
    }

    /// <summary>Whether it has ended, and what was out with it gone back.</summary>
    public bool HasEnded => _ended;

    /// <summary>Why it has ended, in the broker's words; null where it has not, or because it was closed here.</summary>
    public string? EndReason { get; private set; }

    public static async Task<ReceiverSession> OpenAsync(
        IConnection connection, Topology topology, string queue, int prefetch, CancellationToken cancellationToken)
    {
        var channel = await connection.CreateChannelAsync(cancellationToken: cancellationToken).ConfigureAwait(false);
        var session = new ReceiverSession(channel);
        try
        {
            await topology.DeclareAsync(channel, cancellationToken).ConfigureAwait(false);
            await channel.BasicQosAsync(0, (ushort)Math.Min(prefetch, ushort.MaxValue), global: false, cancellationToken)
                .ConfigureAwait(false);
            await channel.BasicConsumeAsync(queue, autoAck: false, session, cancellationToken).ConfigureAwait(false);
            return session;
        }
        catch
        {
            await session.DisposeAsync().ConfigureAwait(false);
            throw;
        }
    }

    /// <summary>The next message; null where the session has ended.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async ValueTask<ReceivedMessage?> ReadAsync(CancellationToken cancellationToken) =>
        await _messages.Reader.WaitToReadAsync(cancellationToken).ConfigureAwait(false) ? TryRead() : null;

    /// <summary>A message that is here already; null where there is none.</summary>
    public ReceivedMessage? TryRead() => !_ended && _messages.Reader.TryRead(out var message) ? message : null;

    /// <summary>Acknowledges a message. Does nothing once the session has ended: the message has gone back.</summary>
    public Task AcknowledgeAsync(ulong tag) => _acknowledgements.AcknowledgeAsync(tag);

    /// <summary>Has the broker deliver a message again, which it counts as a delivery that failed, or give it up.</summary>
    public Task RejectAsync(ulong tag, bool requeue) => _acknowledgements.RejectAsync(tag, requeue);

    public override Task HandleBasicDeliverAsync(
        string consumerTag,
        ulong deliveryTag,
        bool redelivered,
        string exchange,
        string routingKey,
        IReadOnlyBasicProperties properties,
        ReadOnlyMemory<byte> body,
        CancellationToken cancellationToken = default)
    {
        _acknowledgements.Expect(deliveryTag);
        _messages.Writer.TryWrite(new ReceivedMessage(deliveryTag, properties, body.ToArray()));
        return Task.CompletedTask;
    }

    /// <summary>Called where the broker has cancelled the consumer, as it does when the queue is deleted.</summary>
    public override Task HandleBasicCancelAsync(string consumerTag, CancellationToken cancellationToken = default)
    {
        End("the broker cancelled the consumer");
        return base.HandleBasicCancelAsync(consumerTag, cancellationToken);
    }

    /// <summary>Sends what is acknowledged and closes the channel.</summary>
    public async ValueTask DisposeAsync()
    {
        End(reason: null);
        await _acknowledgements.FlushAsync().WaitAsync(CloseTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Channel.DisposeAsync().AsTask().WaitAsync(CloseTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs reason)
    {
        End(reason.Initiator == ShutdownInitiator.Application ? null : reason.ReplyText);
        return Task.CompletedTask;
    }

    private void End(string? reason)
    {
        if (!_ended)
        {
            EndReason = reason;
            _ended = true;
            _messages.Writer.TryComplete();
        }
    }
}
