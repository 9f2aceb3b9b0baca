using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace ImageBatch.Tests.Http.Names;

/// <summary>A system's resolver: names that begin with "dead" hold its thread until they are released, "no" names do not exist.</summary>
internal sealed class HeldResolver : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ConcurrentDictionary<string, ManualResetEventSlim> _held = new();
    private readonly ConcurrentDictionary<string, TaskCompletionSource> _asked = new();
    private readonly ConcurrentDictionary<string, int> _times = new();
    private int _running;

    public int MostRunning { get; private set; }

    public bool UsedThePool { get; private set; }

    public int Asked => _times.Values.Sum();

    public int AskedFor(string name) => _times.GetValueOrDefault(name);

    /// <summary>Waits until a name is looked up.</summary>
    public Task AskedAsync(string name) => Signal(name).Task.WaitAsync(Patience);

    public void Release(string name) => Hold(name).Set();

    public IPAddress[] LookUp(string name)
    {
        lock (_held)
        {
            MostRunning = Math.Max(MostRunning, ++_running);
            UsedThePool |= Thread.CurrentThread.IsThreadPoolThread;
        }

        _times.AddOrUpdate(name, 1, (_, before) => before + 1);
        Signal(name).TrySetResult();
        if (name.StartsWith("dead", StringComparison.Ordinal))
        {
            Hold(name).Wait(Patience);
        }

        lock (_held)
        {
            _running--;
        }

        return name.StartsWith("no", StringComparison.Ordinal)
            ? throw new SocketException((int)SocketError.HostNotFound)
            : [IPAddress.Parse("192.0.2.1")];
    }

    public void Dispose()
    {
        foreach (var held in _held.Values)
        {
            held.Set();
        }
    }

    private TaskCompletionSource Signal(string name) =>
        _asked.GetOrAdd(name, _ => new(TaskCreationOptions.RunContinuationsAsynchronously));

    private ManualResetEventSlim Hold(string name) => _held.GetOrAdd(name, _ => new());
}
