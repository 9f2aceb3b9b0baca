using System.Diagnostics;

namespace ImageBatch.Testing;

/// <summary>
/// Runs programs under an account that is not root, as some servers demand, and has the system end them with the test
/// process, however that ends.
/// </summary>
internal static class ServerAccount
{
    private static readonly string[] Candidates = ["postgres", "nobody"];
    private static readonly bool HasSetPriv = ServerPrograms.Find("setpriv", "/usr/bin") is not null;

    private static readonly string? Name =
        Environment.UserName == "root" ? Candidates.FirstOrDefault(name => Run("id", "-u", name).ExitCode == 0) : null;

    /// <summary>Why servers cannot be run here; null where they can.</summary>
    public static string? Problem => Environment.UserName != "root" || (Name is not null && HasSetPriv)
        ? null
        : "Servers are not run as root: run the tests as another user, or install setpriv ('apt-get install util-linux').";

    /// <summary>Makes an empty folder that belongs to the account.</summary>
    public static string CreateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;
        if (Name is not null)
        {
            Check(Run("chown", Name, folder));
        }

        return folder;
    }

    /// <summary>Runs a program to its end.</summary>
    /// <exception cref="InvalidOperationException">It failed; the message has what it wrote.</exception>
    public static void RunToEnd(string program, params string[] arguments) => RunToEnd(StartInfo([], program, arguments));

    /// <inheritdoc cref="RunToEnd(string, string[])"/>
    public static void RunToEnd(ProcessStartInfo start)
    {
        using var process = Process.Start(start)!;
        Check(Wait(process));
    }

    /// <summary>What starts a program that the system ends when the thread that started it ends.</summary>
    public static ProcessStartInfo ChildOf(string program, params string[] arguments) =>
        StartInfo(HasSetPriv ? ["--pdeathsig", "QUIT"] : [], program, arguments);

    private static ProcessStartInfo StartInfo(string[] privileges, string program, string[] arguments)
    {
        if (Name is not null)
        {
            privileges = ["--reuid", Name, "--regid", Name, "--clear-groups", .. privileges];
        }

        string[] command = privileges.Length == 0 ? [program, .. arguments] : ["setpriv", .. privileges, program, .. arguments];
        return new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Path.GetTempPath(),
        };
    }

    private static (int ExitCode, string Output) Run(string program, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        return Wait(process);
    }

    private static (int ExitCode, string Output) Wait(Process process)
    {
        var errors = process.StandardError.ReadToEndAsync();
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, output + errors.GetAwaiter().GetResult());
    }

    private static void Check((int ExitCode, string Output) result)
    {
        if (result.ExitCode != 0)
        {
            throw new InvalidOperationException($"A program ended with {result.ExitCode}: {result.Output}");
        }
    }
}
