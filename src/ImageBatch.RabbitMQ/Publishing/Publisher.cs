using ImageBatch.Model;
using ImageBatch.RabbitMQ.Connections;
using RabbitMQ.Client.Exceptions;

namespace ImageBatch.RabbitMQ.Publishing;

/// <summary>Publishes keys on one connection; answers when the broker has confirmed them.</summary>
internal sealed class Publisher(
    BrokerConnection broker, Topology topology, RabbitMQJobQueueOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim _opening = new(1, 1);
    private PublisherSession? _session;

    /// <summary>Publishes keys; returns when all are confirmed.</summary>
    /// <exception cref="TimeoutException">The broker cannot be reached or does not confirm.</exception>
    /// <exception cref="Exception">It refused a message, or the connection broke. Any number of the keys may be at the broker.</exception>
    public async Task PublishAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken)
    {
        using var end = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        PublisherSession? session = null;
        try
        {
            await broker.UnblockedAsync(cancellationToken).ConfigureAwait(false);
            session = await WaitAsync(OpenAsync(end.Token), cancellationToken).ConfigureAwait(false);
            await WaitAsync(PublishAsync(session, keys, end.Token), cancellationToken).ConfigureAwait(false);
        }
        catch (PublishException exception) when (exception.IsReturn)
        {
            // The queue is gone: the next session declares it.
            await session!.DisposeAsync().ConfigureAwait(false);
            throw;
        }
        catch (TimeoutException) when (session is not null)
        {
            broker.Drop(session.Connection);
            throw;
        }
        finally
        {
            await end.CancelAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_session is not null)
        {
            await _session.DisposeAsync().ConfigureAwait(false);
        }

        _opening.Dispose();
    }

    private static async Task<bool> PublishAsync(
        PublisherSession session, IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken)
    {
        await session.PublishAsync(keys, cancellationToken).ConfigureAwait(false);
        return true;
    }

    private async Task<PublisherSession> OpenAsync(CancellationToken cancellationToken)
    {
        if (_session is { IsOpen: true } open)
        {
            return open;
        }

        await _opening.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (_session is not { IsOpen: true })
            {
                var connection = await broker.GetAsync(cancellationToken).ConfigureAwait(false);
                _session = await PublisherSession.OpenAsync(connection, topology, options.ConfirmWindow, cancellationToken)
                    .ConfigureAwait(false);
            }

            return _session;
        }
        finally
        {
            _opening.Release();
        }
    }

    /// <summary>Waits no longer than publishing may take, not counting the time while the broker blocks publishers.</summary>
    private async Task<T> WaitAsync<T>(Task<T> task, CancellationToken cancellationToken)
    {
        while (true)
        {
            try
            {
                return await task.WaitAsync(options.PublishTimeout, time, cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException) when (!task.IsCompleted && broker.IsBlocked)
            {
                await broker.UnblockedAsync(cancellationToken).ConfigureAwait(false);
            }
            catch (TimeoutException exception) when (!task.IsCompleted)
            {
                _ = task.ContinueWith(
                    static late => late.Exception, CancellationToken.None, TaskContinuationOptions.OnlyOnFaulted, TaskScheduler.Default);
                throw new TimeoutException(
                    $"The broker could not be reached, or did not confirm, within {options.PublishTimeout.TotalSeconds} s.", exception);
            }
        }
    }
}
