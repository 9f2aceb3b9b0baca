using System.Text.RegularExpressions;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>The sample host as a process of its own, in a folder of its own.</summary>
internal sealed partial class SampleHostProcess : IAsyncDisposable
{
    private readonly ChildProcess _process;
    private bool _disposed;

    private SampleHostProcess(ChildProcess process, string folder) => (_process, Folder) = (process, folder);

    /// <summary>The current directory of the process.</summary>
    public string Folder { get; }

    public string Output => _process.Output;

    public static SampleHostProcess Start(params string[] arguments) => Start([], arguments);

    /// <summary>Starts the host with some variables in its environment beside those of the tests.</summary>
    public static SampleHostProcess Start(Dictionary<string, string> environment, params string[] arguments)
    {
        var folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
        return new SampleHostProcess(
            ChildProcess.Start("ImageBatch.SampleHost.dll", folder, arguments, environment), folder);
    }

    /// <summary>Ends the process at once, with SIGKILL where there are signals.</summary>
    public void Kill() => _process.Kill();

    public Task<int> ExitCodeAsync() => _process.ExitCodeAsync();

    /// <summary>The address that the host says it listens on.</summary>
    public async Task<Uri> AddressAsync() => await Eventually.GetAsync(
        () => Task.FromResult(Listening().Match(Output) is { Success: true } match ? new Uri(match.Groups[1].Value) : null),
        $"the host to listen; so far it said: {Output}");

    public async ValueTask DisposeAsync()
    {
        if (!_disposed)
        {
            _disposed = true;
            await _process.DisposeAsync();
            Directory.Delete(Folder, recursive: true);
        }
    }

    [GeneratedRegex(@"Now listening on: (http://\S+)")]
    private static partial Regex Listening();
}
