using ImageBatch.Model;
using ImageBatch.RabbitMQ.Connections;
using RabbitMQ.Client.Exceptions;

namespace ImageBatch.RabbitMQ.Publishing;

/// <summary>Publishes keys on one connection; answers when the broker has confirmed them.</summary>
internal sealed class Publisher(
    BrokerConnection broker, Topology topology, RabbitMQJobQueueOptions options, TimeProvider time) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private Task<PublisherSession> _opening = Task.FromException<PublisherSession>(new InvalidOperationException());

    /// <summary>Publishes keys; returns when all are confirmed.</summary>
    /// <exception cref="TimeoutException">The broker cannot be reached or does not confirm.</exception>
    /// <exception cref="Exception">It refused a message, or the connection broke. Any number of the keys may be at the broker.</exception>
    public async Task PublishAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken)
    {
        await broker.UnblockedAsync(cancellationToken).ConfigureAwait(false);
        var session = await WaitAsync(GetSession(), cancellationToken).ConfigureAwait(false);
        using var abandoned = new CancellationTokenSource();
        try
        {
            await WaitAsync(PublishAsync(session, keys, abandoned.Token), cancellationToken).ConfigureAwait(false);
        }
        catch (PublishException exception) when (exception.IsReturn)
        {
            // The queue is gone: the next session declares it.
            _ = session.DisposeAsync().AsTask();
            throw;
        }
        catch (TimeoutException)
        {
            _ = session.DisposeAsync().AsTask();
            broker.Drop(session.Connection);
            throw;
        }
        finally
        {
            await abandoned.CancelAsync().ConfigureAwait(false);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync().ConfigureAwait(false);
        await ((Task)_opening).WaitAsync(options.ConnectTimeout).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_opening.IsCompletedSuccessfully)
        {
            await (await _opening.ConfigureAwait(false)).DisposeAsync().ConfigureAwait(false);
        }

        _end.Dispose();
    }

    private static async Task<bool> PublishAsync(
        PublisherSession session, IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken)
    {
        await session.PublishAsync(keys, cancellationToken).ConfigureAwait(false);
        return true;
    }

    /// <summary>The open session, or the one that is being opened: that goes on where those who wait for it give up.</summary>
    private Task<PublisherSession> GetSession()
    {
        lock (_gate)
        {
#pragma warning disable RS0030 // The task has ended.
            if (_opening is { IsCompleted: true } and not { IsCompletedSuccessfully: true, Result.IsOpen: true })
#pragma warning restore RS0030
            {
                _opening = Task.Run(() => OpenAsync(_end.Token), CancellationToken.None);
            }

            return _opening;
        }
    }

    private async Task<PublisherSession> OpenAsync(CancellationToken cancellationToken)
    {
        var connection = await broker.GetAsync(cancellationToken).ConfigureAwait(false);
        return await PublisherSession.OpenAsync(connection, topology, options.ConfirmWindow, cancellationToken).ConfigureAwait(false);
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
