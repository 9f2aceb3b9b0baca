using System.Diagnostics;
using System.Runtime.CompilerServices;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.RabbitMQ.Connections;
using ImageBatch.RabbitMQ.Messages;
using ImageBatch.RabbitMQ.Publishing;
using Microsoft.Extensions.Logging;

namespace ImageBatch.RabbitMQ.Receiving;

/// <summary>
/// Hands out the images of the queue, over as many sessions as it takes. A delivery takes a place until it is ended, also
/// where its session has ended before it, so that no more are out than were asked for.
/// </summary>
internal sealed class Receiver : IAsyncDisposable
{
    private readonly Broker _broker;
    private readonly Publisher _publisher;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ReceiverSessions _sessions;
    private readonly SemaphoreSlim _places;
    private readonly Lock _gate = new();
    private bool _ended;

    private Receiver(Broker broker, Publisher publisher, int prefetch, TimeProvider time, ILogger logger)
    {
        (_broker, _publisher, _time, _logger) = (broker, publisher, time, logger);
        _sessions = new ReceiverSessions(broker, broker.Topology.Images, prefetch, time, logger);
        _places = new SemaphoreSlim(prefetch, prefetch);
    }

    /// <summary>Hands out deliveries until cancelled, which ends the enumeration quietly.</summary>
    public static async IAsyncEnumerable<ImageDelivery> ReceiveAsync(
        Broker broker,
        Publisher publisher,
        int prefetch,
        TimeProvider time,
        ILogger logger,
        [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        var receiver = new Receiver(broker, publisher, prefetch, time, logger);
        await using (receiver.ConfigureAwait(false))
        {
            while (await receiver.NextAsync(cancellationToken).ConfigureAwait(false) is { } delivery)
            {
                yield return delivery;
            }
        }
    }

    public async Task AcknowledgeAsync(ReceiverSession session, ulong tag)
    {
        await session.AcknowledgeAsync(tag).ConfigureAwait(false);
        FreePlace();
    }

    /// <summary>
    /// Returns an image as a new message, at the end of the queue: a message that is handed back to the broker comes again at
    /// once, and each time counts towards the limit of deliveries, which is there for consumers that are lost.
    /// </summary>
    public async Task ReturnAsync(ReceiverSession session, ulong tag, ImageKey key, ActivityContext traceContext)
    {
        if (session.HasEnded)
        {
            // It has gone back by itself.
            FreePlace();
            return;
        }

        try
        {
            using var trace = TraceHeaders.Resume(traceContext);
            using var deadline = new CancellationTokenSource(_broker.Options.PublishTimeout, _time);
            await _publisher.PublishAsync([key], deadline.Token).ConfigureAwait(false);
            await session.AcknowledgeAsync(tag).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.NotReturned(_logger, exception, key.Index, key.Job);
            await session.RejectAsync(tag, requeue: true).ConfigureAwait(false);
        }

        FreePlace();
    }

    /// <summary>From here on, deliveries that are ended mean nothing: they have gone back.</summary>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _ended = true;
            _places.Dispose();
        }

        await _sessions.DisposeAsync().ConfigureAwait(false);
    }

    private void FreePlace()
    {
        lock (_gate)
        {
            if (!_ended)
            {
                _places.Release();
            }
        }
    }

    /// <summary>The next delivery; null where the receiving ends first.</summary>
    private async Task<RabbitMQDelivery?> NextAsync(CancellationToken cancellationToken)
    {
        try
        {
            await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
            while (true)
            {
                var (session, message) = await _sessions.ReadAsync(cancellationToken).ConfigureAwait(false);
                var (key, problem) = ImageMessage.Read(message.Body);
                if (key is { } image)
                {
                    return new RabbitMQDelivery(this, session, message.Tag, image)
                    {
                        TraceContext = TraceHeaders.Read(message.Properties.Headers),
                        IsRedelivered = message.IsRedelivered,
                    };
                }

                Log.Unreadable(_logger, _broker.Topology.Images, problem);
                await session.RejectAsync(message.Tag, requeue: false).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            return null;
        }
    }
}
