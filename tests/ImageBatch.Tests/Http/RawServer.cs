using System.Net;
using System.Net.Sockets;
using System.Text;

namespace ImageBatch.Tests.Http;

/// <summary>A server without manners: reads a request up to its blank line and then writes what the test says.</summary>
internal sealed class RawServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<Stream, CancellationToken, Task> _answer;
    private readonly Task _serving;
    private int _connections;

    public RawServer(Func<Stream, CancellationToken, Task> answer)
    {
        _answer = answer;
        _listener.Start();
        _serving = ServeAsync();
    }

    /// <summary>A server that writes a text, as Latin-1, and closes the connection.</summary>
    public RawServer(string text)
        : this((stream, token) => stream.WriteAsync(Encoding.Latin1.GetBytes(text), token).AsTask())
    {
    }

    public string Url => $"http://{_listener.LocalEndpoint}/";

    public int Connections => _connections;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _serving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        while (true)
        {
            var client = await _listener.AcceptTcpClientAsync(_stop.Token);
            Interlocked.Increment(ref _connections);
            _ = AnswerAsync(client);
        }
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                var request = new StringBuilder();
                var buffer = new byte[4_096];
                while (!request.ToString().Contains("\r\n\r\n", StringComparison.Ordinal))
                {
                    var read = await stream.ReadAsync(buffer, _stop.Token);
                    request.Append(Encoding.Latin1.GetString(buffer, 0, read));
                }

                await _answer(stream, _stop.Token);
            }
            catch (Exception exception) when (exception is IOException or OperationCanceledException or ObjectDisposedException)
            {
                // The client has heard enough.
            }
        }
    }
}
