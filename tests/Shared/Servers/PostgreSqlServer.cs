using System.Globalization;

namespace ImageBatch.Testing;

/// <summary>
/// A PostgreSQL server of its own, in a temporary folder and on a free loopback port; stopped and deleted with the test
/// process. Its account is <c>postgres</c>, without a password.
/// </summary>
internal sealed class PostgreSqlServer : IDisposable
{
    private const int MostStarts = 5;

    private static readonly string[] Folders =
    [
        "/usr/lib/postgresql/*/bin", "/usr/pgsql-*/bin", "/opt/homebrew/opt/postgresql*/bin",
        "/usr/local/opt/postgresql*/bin", "/Library/PostgreSQL/*/bin",
    ];

    private static readonly Lazy<PostgreSqlServer?> SharedServer = new(
        () => Problem is null ? Start() : null, LazyThreadSafetyMode.ExecutionAndPublication);

    private static readonly string? Programs = ServerPrograms.FindFolder(Folders, "initdb", "pg_ctl", "postgres", "pg_isready", "createdb");

    private readonly string _folder = ServerAccount.CreateFolder();
    private ServerProcess? _process;

    private PostgreSqlServer()
    {
        AppDomain.CurrentDomain.ProcessExit += OnExit;
        ServerAccount.RunToEnd(
            Program("initdb"), "-D", Data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--locale=C", "--no-sync");
    }

    /// <summary>The port on 127.0.0.1; the same over all starts.</summary>
    public int Port { get; private set; }

    public string ConnectionString => ConnectionTo("postgres", Port);

    private static string? Problem =>
        Programs is null ? "PostgreSQL (initdb, pg_ctl, postgres) is not installed: 'apt-get install postgresql', or tests/run." : ServerAccount.Problem;

    private string Data => Path.Combine(_folder, "data");

    /// <summary>The server that the tests of this process share. Skips the test where there is none.</summary>
    public static PostgreSqlServer Shared
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
    public static PostgreSqlServer Start()
    {
        if (Problem is not null)
        {
            ServerPrograms.Skip(Problem);
        }

        var server = new PostgreSqlServer();
        for (var start = 1; ; start++)
        {
            server.Port = FreePort.Find();
            try
            {
                server.Resume();
                return server;
            }
            catch (InvalidOperationException) when (start < MostStarts)
            {
                // Someone else was faster on the port.
            }
        }
    }

    /// <summary>How to connect to a database by a port: the server's, or that of a proxy before it.</summary>
    public static string ConnectionTo(string database, int port) => string.Create(
        CultureInfo.InvariantCulture, $"Host=127.0.0.1;Port={port};Username=postgres;Database={database}");

    /// <summary>
    /// Creates a database, for hosts that are processes: they find each other's jobs where they share one.
    /// </summary>
    /// <returns>Its name.</returns>
    public string CreateDatabase()
    {
        var name = $"test_{Guid.NewGuid():N}";
        ServerAccount.RunToEnd(
            Program("createdb"), "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-U", "postgres", name);
        return name;
    }

    /// <summary>Ends the server as a power failure would, but for what the system has yet to write to the disk.</summary>
    public void StopAtOnce()
    {
        ServerAccount.RunToEnd(Program("pg_ctl"), "stop", "-D", Data, "-m", "immediate", "-w");
        _process?.WaitForExit();
    }

    /// <summary>Starts the server again; returns when it takes connections.</summary>
    public void Resume()
    {
        // Nothing here has to survive the machine, so nothing is flushed.
        _process = ServerProcess.Start(ServerAccount.ChildOf(
            Program("postgres"),
            "-D", Data, "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture), "-k", "",
            "-c", "fsync=off", "-c", "full_page_writes=off", "-c", "autovacuum=off", "-c", "jit=off", "-c", "max_connections=300"));
        Eventually.True(() => _process.HasExited || IsReady(), "PostgreSQL to start");
        if (_process.HasExited)
        {
            throw new InvalidOperationException("PostgreSQL ended at its start.");
        }
    }

    public void Dispose()
    {
        AppDomain.CurrentDomain.ProcessExit -= OnExit;
        if (_process is { HasExited: false })
        {
            StopAtOnce();
        }

        _process?.Dispose();

        Directory.Delete(_folder, recursive: true);
    }

    private bool IsReady()
    {
        try
        {
            ServerAccount.RunToEnd(
                Program("pg_isready"), "-q", "-h", "127.0.0.1", "-p", Port.ToString(CultureInfo.InvariantCulture));
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    private void OnExit(object? sender, EventArgs arguments) => Dispose();

    private static string Program(string name) => Path.Combine(Programs!, name);
}
