using ImageBatch.CrashWorker;

namespace ImageBatch.Crash.Tests.Harness.Cluster;

/// <summary>A node of ours: the same settings over all of its lives.</summary>
internal sealed class Node(WorkerSettings settings, string folder) : IMember, IAsyncDisposable
{
    private Worker? _worker;

    public string Kind { get; } = $"{settings.Roles}";

    public bool IsUp => _worker is not null;

    public bool IsReady => _worker is { IsReady: true };

    public void Start() => _worker = new Worker(settings, folder);

    /// <remarks>Fails where it has ended by itself.</remarks>
    public async Task KillAsync()
    {
        await _worker!.KillAsync();
        await _worker.DisposeAsync();
        _worker = null;
    }

    /// <summary>Asks it to end, which it does in order.</summary>
    public async Task StopAsync() => Assert.True(await _worker!.StopAsync() == 0, _worker.Output);

    public ValueTask DisposeAsync() => _worker?.DisposeAsync() ?? ValueTask.CompletedTask;
}
