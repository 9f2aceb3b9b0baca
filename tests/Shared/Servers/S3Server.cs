using System.Diagnostics;
using System.Globalization;
using System.Text.RegularExpressions;

namespace ImageBatch.Testing;

/// <summary>
/// An S3-compatible server (npm's <c>s3rver</c>) of its own, in a temporary folder and on a free loopback port; stopped and
/// deleted with the test process. Looked for in the variable <c>IMAGEBATCH_S3RVER</c>, the path of its program, and on the
/// path.
/// </summary>
/// <remarks>
/// It takes any secret and the unsigned, and shows an object while it is written: tests of what S3 promises beyond that
/// put something before it.
/// </remarks>
internal sealed partial class S3Server : IDisposable
{
    private const string ProgramVariable = "IMAGEBATCH_S3RVER";

    private const int MostStarts = 20;

    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(30);
    private static readonly string? Node = ServerPrograms.Find("node", "/usr/bin", "/usr/local/bin");
    private static readonly string? SetPriv = ServerPrograms.Find("setpriv", "/usr/bin");
    private static readonly string? Script = FindScript();

    private static readonly Lazy<S3Server?> SharedServer = new(
        () => Problem is null ? new S3Server() : null, LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly string _folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
    private Process? _process;
    private int _port;

    private S3Server()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        Resume();
    }

    /// <summary>The one access key that it knows; it takes any secret with it.</summary>
    public static string AccessKey => "S3RVER";

    /// <summary>Where it listens; the same over all starts.</summary>
    public Uri Url => new(string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{_port}"));

    private static string? Problem => (Node, Script) switch
    {
        (null, _) => "Node.js, which runs s3rver, is not installed: 'apt-get install npm', or tests/run.",
        (_, null) => $"s3rver is not installed: 'npm install -g s3rver@3.7.1', tests/run, or its program's path in {ProgramVariable}.",
        _ => null,
    };

    /// <summary>The server that the tests of this process share. Skips the test where there is none.</summary>
    public static S3Server Shared
    {
        get
        {
            if (SharedServer.Value is null)
            {
                ServerPrograms.Skip(Problem!);
            }

            return SharedServer.Value!;
        }
    }

    /// <summary>Starts a server for a test that stops it. Skips the test where there is none.</summary>
    public static S3Server Start()
    {
        if (Problem is not null)
        {
            ServerPrograms.Skip(Problem);
        }

        return new S3Server();
    }

    /// <summary>Makes an empty bucket.</summary>
    public async Task CreateBucketAsync(string bucket)
    {
        using var http = new HttpClient();
        using var answer = await http.PutAsync(new Uri(Url, bucket), null);
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Ends the server with SIGKILL.</summary>
    public void Kill()
    {
        _process!.Kill();
        _process.WaitForExit();
    }

    /// <summary>Starts the server again, on what it has; returns when it takes connections.</summary>
    public void Resume()
    {
        for (var start = 1; ; start++)
        {
            var listening = new TaskCompletionSource<int>(TaskCreationOptions.RunContinuationsAsynchronously);

            // The system ends the server with this thread, so it lives as long as the server does.
            new Thread(() => Run(listening)) { IsBackground = true, Name = nameof(S3Server) }.Start();
            try
            {
                _port = listening.Task.WaitAsync(StartTimeout).GetAwaiter().GetResult();
                return;
            }
            catch (InvalidOperationException exception) when (IsTaken(exception) && start < MostStarts)
            {
                // While it was down the system gave its port to somebody's connection, which ends.
                Thread.Sleep(1_000);
            }
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (_process is { HasExited: false })
        {
            Kill();
        }

        _process?.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private void Run(TaskCompletionSource<int> listening)
    {
        try
        {
            // Its continuation tokens are made with DES, which OpenSSL 3 calls legacy.
            string[] server =
            [
                Node!, "--openssl-legacy-provider", Script!, "--silent", "--no-vhost-buckets", "--directory", _folder,
                "--address", "127.0.0.1", "--port", _port.ToString(CultureInfo.InvariantCulture),
            ];
            string[] command = SetPriv is null ? server : [SetPriv, "--pdeathsig", "KILL", .. server];
            var process = Process.Start(new ProcessStartInfo(command[0], command[1..])
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
                WorkingDirectory = _folder,
            })!;
            _process = process;
            process.OutputDataReceived += (_, line) =>
            {
                if (Listening().Match(line.Data ?? "") is { Success: true } match)
                {
                    listening.TrySetResult(int.Parse(match.Groups[1].Value, CultureInfo.InvariantCulture));
                }
            };
            process.BeginOutputReadLine();
            var errors = process.StandardError.ReadToEnd();
            process.WaitForExit();
            listening.TrySetException(new InvalidOperationException($"s3rver ended with {process.ExitCode}: {errors}"));
        }
        catch (Exception exception)
        {
            listening.TrySetException(exception);
        }
    }

    private static bool IsTaken(InvalidOperationException exception) =>
        exception.Message.Contains("EADDRINUSE", StringComparison.Ordinal);

    private void OnExit(object? sender, EventArgs arguments) => Dispose();

    private static string? FindScript()
    {
        var named = Environment.GetEnvironmentVariable(ProgramVariable);
        return string.IsNullOrEmpty(named)
            ? ServerPrograms.Find("s3rver")
            : File.Exists(named) ? named : null;
    }

    [GeneratedRegex(@"listening on \S+:(\d+)")]
    private static partial Regex Listening();
}
