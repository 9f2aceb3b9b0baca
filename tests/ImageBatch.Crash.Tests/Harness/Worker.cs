using System.Runtime.InteropServices;
using ImageBatch.CrashWorker;
using ImageBatch.Testing;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>A worker process, and the ways to end or to hold it.</summary>
internal sealed partial class Worker : IAsyncDisposable
{
    private const int SigKill = 9, SigTerm = 15, SigCont = 18, SigStop = 19;

    private readonly ChildProcess _process;

    public Worker(WorkerSettings settings, string folder) =>
        _process = ChildProcess.Start("ImageBatch.CrashWorker.dll", folder, settings.ToArguments());

    public string Output => _process.Output;

    public bool IsReady => Output.Contains(WorkerSettings.Ready, StringComparison.Ordinal);

    /// <summary>Whether its bad codec has been called.</summary>
    public bool IsAtBadImage => Output.Contains(BadCodec.Greeting, StringComparison.Ordinal);

    public bool HasExited => _process.HasExited;

    /// <summary>Skips the running test where processes cannot be told what this one tells them.</summary>
    public static void SkipWithoutSignals() =>
        Assert.SkipUnless(OperatingSystem.IsLinux(), "These tests send signals by their Linux numbers.");

    /// <summary>Waits for what the worker is to bring about; ends at once where it has ended instead.</summary>
    public async Task UntilAsync(Func<bool> condition, string what)
    {
        try
        {
            await Eventually.TrueAsync(() => condition() || HasExited, what);
        }
        catch (TimeoutException exception)
        {
            throw new TimeoutException($"{exception.Message}. The worker said: {Output}", exception);
        }

        Assert.True(condition(), $"The worker has ended, and it was to bring about: {what}. It said: {Output}");
    }

    /// <summary>Ends it from outside, at once.</summary>
    public async Task KillAsync()
    {
        Send(SigKill);
        await DiedAsync();
    }

    /// <summary>Asks it to end, and gives its exit code.</summary>
    public async Task<int> StopAsync(int seconds = 25)
    {
        Send(SigTerm);
        return await _process.ExitCodeAsync(seconds);
    }

    /// <summary>Waits until it is killed, by itself or from outside; any other end is none that was asked for.</summary>
    public async Task DiedAsync() => Assert.True(await _process.ExitCodeAsync(30) == 128 + SigKill, Output);

    /// <summary>Waits until it has ended, in whatever way, and all that it said is heard.</summary>
    public Task EndedAsync() => _process.ExitCodeAsync(30);

    public void Freeze() => Send(SigStop);

    public void Thaw() => Send(SigCont);

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private void Send(int signal)
    {
        if (!_process.HasExited)
        {
            _ = Kill(_process.Id, signal);
        }
    }

    [LibraryImport("libc", EntryPoint = "kill")]
    private static partial int Kill(int process, int signal);
}
