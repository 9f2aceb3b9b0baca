using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>The sample host as a process of its own, in a folder of its own.</summary>
internal sealed partial class SampleHostProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly StringBuilder _output = new();
    private bool _disposed;

    private SampleHostProcess(Process process, string folder) => (_process, Folder) = (process, folder);

    /// <summary>The current directory of the process.</summary>
    public string Folder { get; }

    public string Output
    {
        get
        {
            lock (_output)
            {
                return _output.ToString();
            }
        }
    }

    public static SampleHostProcess Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts the host with some variables in its environment beside those of the tests.</summary>
    public static SampleHostProcess Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
        var start = new ProcessStartInfo("dotnet")
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "ImageBatch.SampleHost.dll"));
        foreach (var argument in arguments)
        {
            start.ArgumentList.Add(argument);
        }

        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        start.Environment["DOTNET_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        var host = new SampleHostProcess(Process.Start(start)!, folder);
        host._process.OutputDataReceived += host.OnLine;
        host._process.ErrorDataReceived += host.OnLine;
        host._process.BeginOutputReadLine();
        host._process.BeginErrorReadLine();
        return host;
    }

    /// <summary>Ends the process at once, with SIGKILL where there are signals.</summary>
    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public async Task<int> ExitCodeAsync()
    {
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        await _process.WaitForExitAsync(timeout.Token);
        return _process.ExitCode;
    }

    /// <summary>The address that the host says it listens on.</summary>
    public async Task<Uri> AddressAsync() => await Eventually.GetAsync(
        () => Task.FromResult(Listening().Match(Output) is { Success: true } match ? new Uri(match.Groups[1].Value) : null),
        $"the host to listen; so far it said: {Output}");

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
            await _process.WaitForExitAsync();
        }

        _process.Dispose();
        Directory.Delete(Folder, recursive: true);
    }

    private void OnLine(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
        }
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
