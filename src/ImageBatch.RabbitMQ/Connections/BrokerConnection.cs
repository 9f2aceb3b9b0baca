using ImageBatch.Diagnostics;
using Microsoft.Extensions.Logging;
using RabbitMQ.Client;
using RabbitMQ.Client.Events;

namespace ImageBatch.RabbitMQ.Connections;

/// <summary>
/// One connection to the broker, opened when it is first asked for. From then on one that is lost is followed by another,
/// for as long as it takes.
/// </summary>
/// <param name="purpose">What it is for, in names and messages.</param>
/// <param name="options">Where the broker is.</param>
/// <param name="time">Measures the waits between tries.</param>
/// <param name="outages">Are told while there is none.</param>
/// <param name="logger">Is told when the connection comes and goes.</param>
internal sealed class BrokerConnection(
    string purpose, RabbitMQJobQueueOptions options, TimeProvider time, Outages outages, ILogger logger) : IAsyncDisposable
{
    private readonly string _name = $"{options.ConnectionName ?? $"ImageBatch on {Environment.MachineName}"} ({purpose})";
    private readonly CancellationTokenSource _end = new();
    private readonly Lock _gate = new();
    private Task<IConnection>? _opening;
    private IConnection? _connection;
    private volatile TaskCompletionSource? _blocked;
    private volatile string? _problem;

    private string Part => $"The broker ({purpose})";

    /// <summary>What is wrong with it, in a sentence; null where nothing is, or nobody has asked for it yet.</summary>
    public string? Problem => _problem;

    /// <summary>Whether the broker takes no messages at the moment.</summary>
    public bool IsBlocked => _blocked is not null;

    /// <summary>Waits while the broker takes no messages.</summary>
    public Task UnblockedAsync(CancellationToken cancellationToken) =>
        _blocked?.Task.WaitAsync(cancellationToken) ?? Task.CompletedTask;

    /// <summary>The connection, once it is open.</summary>
    public Task<IConnection> GetAsync(CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            if (_opening is null || (_opening.IsCompleted && _connection is not { IsOpen: true }))
            {
                ObjectDisposedException.ThrowIf(_end.IsCancellationRequested, this);
                _opening = Task.Run(() => OpenAsync(_end.Token), CancellationToken.None);
            }

            return _opening.WaitAsync(cancellationToken);
        }
    }

    /// <summary>Gives up a connection that does not answer, and opens another; does nothing where that has happened.</summary>
    public void Drop(IConnection connection)
    {
        if (TryForget(connection, $"The broker does not answer ({purpose})."))
        {
            Log.Dropped(logger, purpose);
            Reopen(connection);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_end.IsCancellationRequested)
        {
            return;
        }

        await _end.CancelAsync().ConfigureAwait(false);
        await (_opening ?? Task.CompletedTask).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await CloseAsync(_connection).ConfigureAwait(false);
        _end.Dispose();
    }

    private async Task<IConnection> OpenAsync(CancellationToken cancellationToken)
    {
        _problem ??= $"There is no connection to the broker yet ({purpose}).";
        for (var backoff = new Backoff(); ;)
        {
            try
            {
                var connection = await ConnectionFactories.Create(options)
                    .CreateConnectionAsync(Endpoints.Of(options), _name, cancellationToken).ConfigureAwait(false);
                Watch(connection);
                return connection;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var wait = backoff.Next();
                _problem = $"The broker cannot be reached ({purpose}).";
                outages.Report(Part, exception, wait);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Watch(IConnection connection)
    {
        lock (_gate)
        {
            _connection = connection;
            _problem = null;
        }

        outages.End(Part);
        Log.Connected(logger, purpose, connection.Endpoint.HostName, connection.Endpoint.Port);
        connection.ConnectionShutdownAsync += OnShutdownAsync;
        connection.ConnectionBlockedAsync += OnBlockedAsync;
        connection.ConnectionUnblockedAsync += OnUnblockedAsync;
    }

    private Task OnShutdownAsync(object sender, ShutdownEventArgs reason)
    {
        if (reason.Initiator != ShutdownInitiator.Application
            && TryForget((IConnection)sender, $"The connection to the broker was lost ({purpose})."))
        {
            Log.Lost(logger, purpose, reason.ReplyText);
            Reopen((IConnection)sender);
        }

        return Task.CompletedTask;
    }

    /// <summary>Leaves a connection, where it is the one that is used.</summary>
    private bool TryForget(IConnection connection, string problem)
    {
        lock (_gate)
        {
            if (connection != _connection)
            {
                return false;
            }

            _connection = null;
            _problem = problem;
            return true;
        }
    }

    private Task OnBlockedAsync(object sender, ConnectionBlockedEventArgs blocked)
    {
        if (sender == _connection && !IsBlocked)
        {
            _blocked = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _problem = $"The broker takes no messages at the moment: {blocked.Reason}.";
            Log.Blocked(logger, blocked.Reason);
        }

        return Task.CompletedTask;
    }

    private Task OnUnblockedAsync(object sender, AsyncEventArgs arguments)
    {
        if (sender == _connection)
        {
            _problem = null;
            Unblock();
            Log.Unblocked(logger);
        }

        return Task.CompletedTask;
    }

    private void Unblock()
    {
        var blocked = _blocked;
        _blocked = null;
        blocked?.TrySetResult();
    }

    private void Reopen(IConnection old)
    {
        // It may take seconds to end a connection whose other side is silent; nobody has to wait for that.
        _ = Task.Run(() => CloseAsync(old));
        Unblock();
        if (!_end.IsCancellationRequested)
        {
            _ = GetAsync(CancellationToken.None);
        }
    }

    private static async Task CloseAsync(IConnection? connection)
    {
        if (connection is not null)
        {
            await connection.AbortAsync().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await connection.DisposeAsync().AsTask().ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
