using System.Diagnostics;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>The sample <c>receiver.py</c>, run by Python as its README says.</summary>
internal sealed class PythonReceiver : IAsyncDisposable
{
    private static readonly string? Python = ServerPrograms.Find(OperatingSystem.IsWindows() ? "python.exe" : "python3", "/usr/bin");

    private readonly Process _process;

    private PythonReceiver(Process process, string url) => (_process, Url) = (process, url);

    public string Url { get; }

    /// <summary>Skips the test where there is no Python.</summary>
    public static async Task<PythonReceiver> StartAsync(params string[] secrets)
    {
        if (Python is null)
        {
            ServerPrograms.Missing("Python", "python3");
        }

        var start = new ProcessStartInfo(Python, [Path.Combine(AppContext.BaseDirectory, "receiver.py"), "0"])
        {
            RedirectStandardOutput = true,
        };
        start.Environment["WEBHOOK_SECRETS"] = string.Join(' ', secrets);
        var process = Process.Start(start)!;
        var line = await process.StandardOutput.ReadLineAsync() ?? "";
        const string Listening = "Listening on ";
        Assert.StartsWith(Listening, line, StringComparison.Ordinal);
        return new PythonReceiver(process, line[Listening.Length..]);
    }

    /// <summary>The next event that it accepted.</summary>
    public async Task<string?> ReadEventAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _process.StandardOutput.ReadLineAsync(timeout.Token);
    }

    public async ValueTask DisposeAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
