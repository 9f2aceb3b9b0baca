using ImageBatch.RabbitMQ.Connections;
using Microsoft.Extensions.Logging;

namespace ImageBatch.RabbitMQ.Receiving;

/// <summary>Consumes a queue without an end: where a session ends, or cannot be opened, another is.</summary>
internal sealed class ReceiverSessions(
    Broker broker, string queue, int prefetch, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private ReceiverSession? _session;

    /// <summary>The next message, and the session that it came in.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled first.</exception>
    public async Task<(ReceiverSession Session, ReceivedMessage Message)> ReadAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            _session ??= await OpenAsync(cancellationToken).ConfigureAwait(false);
            if (await _session.ReadAsync(cancellationToken).ConfigureAwait(false) is { } message)
            {
                return (_session, message);
            }

            Log.ReceivingInterrupted(logger, queue, _session.EndReason);
            await DisposeAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
            _session = null;
        }
    }

    private async Task<ReceiverSession> OpenAsync(CancellationToken cancellationToken)
    {
        for (var backoff = new Backoff(); ;)
        {
            try
            {
                var connection = await broker.Receiving.GetAsync(cancellationToken).ConfigureAwait(false);
                return await ReceiverSession.OpenAsync(connection, broker.Topology, queue, prefetch, cancellationToken)
                    .ConfigureAwait(false);
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var wait = backoff.Next();
                Log.NotReceiving(logger, exception, queue, wait);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
