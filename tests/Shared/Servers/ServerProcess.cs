using System.Diagnostics;
using System.Text;

namespace ImageBatch.Testing;

/// <summary>A server that runs until it is ended, or the test process is. The end of what it writes is kept.</summary>
internal sealed class ServerProcess : IDisposable
{
    private const int MostOutput = 16_384;

    private readonly Process _process;
    private readonly StringBuilder _output = new();

    private ServerProcess(Process process) => _process = process;

    public bool HasExited => _process.HasExited;

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

    /// <summary>Starts a program as <see cref="ServerAccount.ChildOf"/> says.</summary>
    public static ServerProcess Start(ProcessStartInfo start)
    {
        var started = new TaskCompletionSource<ServerProcess>();

        // The system ends the server with the thread that started it, so that lives as long as the server does.
        var thread = new Thread(() => Run(start, started)) { IsBackground = true, Name = start.FileName };
        thread.Start();
        return started.Task.GetAwaiter().GetResult();
    }

    /// <summary>Ends the server at once, by its process id.</summary>
    public void Kill()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
    }

    public void WaitForExit() => _process.WaitForExit();

    public void Dispose() => _process.Dispose();

    private static void Run(ProcessStartInfo start, TaskCompletionSource<ServerProcess> started)
    {
        try
        {
            var server = new ServerProcess(Process.Start(start)!);
            server._process.OutputDataReceived += server.OnLine;
            server._process.ErrorDataReceived += server.OnLine;
            server._process.BeginOutputReadLine();
            server._process.BeginErrorReadLine();
            started.SetResult(server);
            server._process.WaitForExit();
        }
        catch (Exception exception)
        {
            started.TrySetException(exception);
        }
    }

    private void OnLine(object sender, DataReceivedEventArgs line)
    {
        lock (_output)
        {
            _output.AppendLine(line.Data);
            _output.Remove(0, Math.Max(0, _output.Length - MostOutput));
        }
    }
}
