using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace ImageBatch.Testing;

/// <summary>
/// A RabbitMQ broker of its own, in a temporary folder and on free loopback ports, with an epmd (the name server of Erlang
/// nodes) of its own; stopped and deleted with the test process. Its account is <c>guest</c>, with that password.
/// </summary>
internal sealed class RabbitMqServer : IDisposable
{
    private const int MostStarts = 3;
    private const int Patience = 60;
    private const string OnLoopback = "-kernel inet_dist_use_interface {127,0,0,1}";

    private static readonly string[] ScriptFolders =
    [
        "/usr/lib/rabbitmq/bin", "/usr/lib/rabbitmq/lib/rabbitmq_server-*/sbin", "/opt/rabbitmq/sbin",
        "/opt/homebrew/opt/rabbitmq/sbin", "/usr/local/opt/rabbitmq/sbin",
    ];

    private static readonly string[] ErlangFolders =
        ["/usr/lib/erlang/bin", "/usr/lib64/erlang/bin", "/opt/homebrew/opt/erlang/bin", "/usr/local/opt/erlang/bin"];

    // The scripts themselves, told by the one that the others include: what distributions put on the path runs their service.
    private static readonly string? Scripts = ServerPrograms.FindFolder(ScriptFolders, "rabbitmq-env", "rabbitmq-server", "rabbitmqctl");
    private static readonly string? Erlang = ServerPrograms.FindFolder(ErlangFolders, "epmd", "erl");

    private static readonly Lazy<RabbitMqServer?> SharedServer = new(
        () => Problem is null ? StartNew() : null, LazyThreadSafetyMode.ExecutionAndPublication);

    private readonly string _folder = ServerAccount.CreateFolder();
    private readonly int[] _ports = FreePort.Find(3);
    private readonly ServerProcess _names;
    private ServerProcess? _broker;

    private RabbitMqServer()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        File.WriteAllText(Path.Combine(_folder, "rabbitmq.conf"), $"listeners.tcp.1 = 127.0.0.1:{Port}\nlog.console = true\nlog.file = false\n");
        File.WriteAllText(Path.Combine(_folder, "plugins"), "[].\n");
        _names = ServerProcess.Start(Start(
            Path.Combine(Erlang!, "epmd"), "-address", "127.0.0.1", "-port", _ports[2].ToString(CultureInfo.InvariantCulture)));
    }

    /// <summary>The port on 127.0.0.1; the same over all starts.</summary>
    public int Port => _ports[0];

    private static string? Problem =>
        Scripts is null || Erlang is null ? "RabbitMQ (rabbitmq-server, rabbitmqctl, and Erlang's epmd) is not installed: 'apt-get install rabbitmq-server', or tests/run." : ServerAccount.Problem;

    /// <summary>The broker that the tests of this process share. Skips the test where there is none.</summary>
    public static RabbitMqServer Shared
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

    /// <summary>Ends the broker as a power failure would, but for what the system has yet to write to the disk.</summary>
    public void StopAtOnce() => _broker!.Kill();

    /// <summary>Starts the broker again; returns when it takes connections.</summary>
    public void Resume()
    {
        _broker?.Dispose();
        _broker = ServerProcess.Start(Start(Path.Combine(Scripts!, "rabbitmq-server")));
        var clock = Stopwatch.StartNew();
        Eventually.True(
            () => _broker.HasExited || clock.Elapsed.TotalSeconds > Patience || TakesConnections(), "RabbitMQ to start", 2 * Patience);
        if (_broker.HasExited || clock.Elapsed.TotalSeconds > Patience)
        {
            throw new InvalidOperationException($"RabbitMQ did not start. It said: {_broker.Output}");
        }
    }

    /// <summary>Runs <c>rabbitmqctl</c> on the broker.</summary>
    public void Control(params string[] arguments) =>
        ServerAccount.RunToEnd(Start(Path.Combine(Scripts!, "rabbitmqctl"), ["--quiet", .. arguments]));

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        _broker?.Kill();
        _broker?.Dispose();
        _names.Kill();
        _names.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    private static RabbitMqServer StartNew()
    {
        for (var start = 1; ; start++)
        {
            var server = new RabbitMqServer();
            try
            {
                server.Resume();
                return server;
            }
            catch (InvalidOperationException)
            {
                server.Dispose();
                if (start == MostStarts)
                {
                    throw;
                }

                // Someone else may have been faster on a port.
            }
        }
    }

    private bool TakesConnections()
    {
        try
        {
            using var client = new TcpClient();
            client.Connect(IPAddress.Loopback, Port);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }

    /// <summary>What starts a program with an environment that leads to this broker, and to no other of the machine.</summary>
    private ProcessStartInfo Start(string program, params string[] arguments)
    {
        var start = ServerAccount.ChildOf(program, arguments);
        start.WorkingDirectory = _folder;
        foreach (var name in start.Environment.Keys.Where(IsErlang).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["PATH"] = $"{Erlang}{Path.PathSeparator}{Environment.GetEnvironmentVariable("PATH")}";
        start.Environment["HOME"] = _folder; // Where the cookie is, which lets programs of the same owner in.
        start.Environment["ERL_EPMD_ADDRESS"] = "127.0.0.1";
        start.Environment["ERL_EPMD_PORT"] = _ports[2].ToString(CultureInfo.InvariantCulture);
        start.Environment["RABBITMQ_NODENAME"] = $"imagebatch-{Port}@localhost";
        start.Environment["RABBITMQ_DIST_PORT"] = _ports[1].ToString(CultureInfo.InvariantCulture);
        start.Environment["RABBITMQ_SERVER_ADDITIONAL_ERL_ARGS"] = OnLoopback;
        start.Environment["RABBITMQ_CTL_ERL_ARGS"] = OnLoopback;
        start.Environment["RABBITMQ_MNESIA_BASE"] = Path.Combine(_folder, "data");
        start.Environment["RABBITMQ_LOG_BASE"] = Path.Combine(_folder, "log");
        start.Environment["RABBITMQ_CONFIG_FILE"] = Path.Combine(_folder, "rabbitmq");
        start.Environment["RABBITMQ_ADVANCED_CONFIG_FILE"] = Path.Combine(_folder, "advanced");
        start.Environment["RABBITMQ_CONF_ENV_FILE"] = Path.Combine(_folder, "environment");
        start.Environment["RABBITMQ_ENABLED_PLUGINS_FILE"] = Path.Combine(_folder, "plugins");

        // The script becomes the broker, instead of a parent that would have to be ended as well.
        start.Environment["RUNNING_UNDER_SYSTEMD"] = "true";
        return start;
    }

    private static bool IsErlang(string name) => name.StartsWith("RABBITMQ_", StringComparison.Ordinal)
        || name.StartsWith("ERL_", StringComparison.Ordinal) || name is "NOTIFY_SOCKET";

    private void OnExit(object? sender, EventArgs arguments) => Dispose();
}
