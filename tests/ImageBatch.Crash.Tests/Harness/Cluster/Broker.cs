using ImageBatch.Testing;

namespace ImageBatch.Crash.Tests.Harness.Cluster;

/// <summary>The broker between the nodes.</summary>
internal sealed class Broker : IMember, IAsyncDisposable
{
    private readonly RabbitMqServer _server = RabbitMqServer.Shared;
    private Task _start = Task.CompletedTask;

    public string Address => $"amqp://127.0.0.1:{_server.Port}";

    public string Kind => "Broker";

    public bool IsUp { get; private set; } = true;

    public bool IsReady => IsUp && _start.IsCompleted;

    public void Start()
    {
        IsUp = true;
        _start = Task.Run(_server.Resume);
    }

    public async Task KillAsync()
    {
        await _start;
        _server.StopAtOnce();
        IsUp = false;
    }

    public async ValueTask DisposeAsync() => await _start.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
}
