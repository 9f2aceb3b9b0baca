using ImageBatch.RabbitMQ.Connections;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.Receiving;

/// <summary>Consumes a queue without an end: where a session ends, or cannot be opened, another is.</summary>
internal sealed class ReceiverSessions(
    Broker broker, string queue, int prefetch, TimeProvider time, ILogger logger) : IAsyncDisposable
{
    private ReceiverSession? _session;

    private string Part => $"The queue {queue} of the broker";

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

    /// <summary>Opens a session. The library waits for the broker's answers whether cancelled or not; nobody has to wait with it.</summary>
    private async Task<ReceiverSession> OpenAsync(IConnection connection, CancellationToken cancellationToken)
    {
        var opening = ReceiverSession.OpenAsync(connection, broker.Topology, queue, prefetch, CancellationToken.None);
        try
        {
            return await opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _ = EndAsync(opening);
            throw;
        }

        static async Task EndAsync(Task<ReceiverSession> late)
        {
            await ((Task)late).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (late.IsCompletedSuccessfully)
            {
                await (await late.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
            }
        }
    }

    private async Task<ReceiverSession> OpenAsync(CancellationToken cancellationToken)
    {
        for (var backoff = new Backoff(); ;)
        {
            try
            {
                var connection = await broker.Receiving.GetAsync(cancellationToken).ConfigureAwait(false);
                var session = await OpenAsync(connection, cancellationToken).ConfigureAwait(false);
                broker.Outages.End(Part);
                return session;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var wait = backoff.Next();
                broker.Outages.Report(Part, exception, wait);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
