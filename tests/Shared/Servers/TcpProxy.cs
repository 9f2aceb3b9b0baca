using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ImageBatch.Testing;

/// <summary>Stands between a client and a server of this machine, and does to them what networks do.</summary>
internal sealed class TcpProxy : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _end = new();
    private readonly ConcurrentDictionary<Link, Task> _links = new();
    private readonly int _target;
    private readonly Task _accepting;
    private int _accepted;

    /// <param name="target">The server's port on 127.0.0.1.</param>
    public TcpProxy(int target)
    {
        _target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where clients connect, on 127.0.0.1.</summary>
    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How many connections there have been.</summary>
    public int Accepted => Volatile.Read(ref _accepted);

    /// <summary>Resets every connection there is.</summary>
    public void Cut()
    {
        foreach (var link in _links.Keys)
        {
            link.Dispose();
        }
    }

    /// <summary>From here on nothing that the server says comes through on the connections there are; those that follow work.</summary>
    public void SwallowAnswers()
    {
        foreach (var link in _links.Keys)
        {
            link.SwallowsAnswers = true;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Dispose();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await Task.WhenAll(_links.Values);
        _end.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            var link = new Link(await _listener.AcceptTcpClientAsync(_end.Token));
            Interlocked.Increment(ref _accepted);
            _links[link] = Task.CompletedTask;
            _links[link] = ServeAsync(link);
        }
    }

    private async Task ServeAsync(Link link)
    {
        await Task.Yield();
        using (link)
        {
            await link.RunAsync(_target).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        if (!_end.IsCancellationRequested)
        {
            _links.TryRemove(link, out _);
        }
    }

    private sealed class Link(TcpClient client) : IDisposable
    {
        private readonly TcpClient _server = new() { NoDelay = true };

        public volatile bool SwallowsAnswers;

        public async Task RunAsync(int target)
        {
            client.NoDelay = true;
            await _server.ConnectAsync(IPAddress.Loopback, target);
            await await Task.WhenAny(
                CopyAsync(client, _server, () => false), CopyAsync(_server, client, () => SwallowsAnswers));
        }

        public void Dispose()
        {
            // No farewell: the other side sees a reset, as when a machine is gone.
            client.Client?.Close(0);
            _server.Client?.Close(0);
        }

        private static async Task CopyAsync(TcpClient from, TcpClient to, Func<bool> swallows)
        {
            var buffer = new byte[16_384];
            while (await from.GetStream().ReadAsync(buffer) is > 0 and var count)
            {
                if (!swallows())
                {
                    await to.GetStream().WriteAsync(buffer.AsMemory(0, count));
                }
            }
        }
    }
}
