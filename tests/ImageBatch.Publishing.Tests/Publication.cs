using System.Text.RegularExpressions;
using ImageBatch.Testing;

namespace ImageBatch.Publishing.Tests;

/// <summary>
/// Publishes the small host, by the SDK as a user would. All that is built goes to a folder of its own: the build that runs these
/// tests is left alone.
/// </summary>
public sealed partial class Publication : IDisposable
{
    private const int PublishSeconds = 900;

    private readonly string _folder = Directory.CreateTempSubdirectory("imagebatch-publish-").FullName;

    /// <summary>Publishes the host; the second time it builds on what the first has built.</summary>
    /// <param name="kind">What the host's project goes by: <c>Trimmed</c> or <c>Aot</c>.</param>
    internal async Task<PublishedHost> PublishAsync(string kind)
    {
        var output = Path.Combine(_folder, kind);
        string[] arguments =
        [
            "publish", Path.Combine(RepositoryFolder(), "tests", "ImageBatch.TrimmedHost"), "--configuration", "Release",
            "--artifacts-path", Path.Combine(_folder, "artifacts"), "--output", output, $"-p:HostPublishing={kind}",
            // No server of the build stays behind. The analyzers have had their say in the build that came before.
            "-nodeReuse:false", "-p:UseSharedCompilation=false", "-p:RunAnalyzers=false",
        ];
        await using var publish = ChildProcess.Run("dotnet", _folder, arguments);
        var exitCode = await publish.ExitCodeAsync(PublishSeconds);
        if (exitCode != 0 && MissingOf(publish.Output) is { } missing)
        {
            ServerPrograms.Skip(missing);
        }

        Assert.True(exitCode == 0, publish.Output);
        var program = Path.Combine(output, "ImageBatch.TrimmedHost" + (OperatingSystem.IsWindows() ? ".exe" : ""));
        return new(program, [.. Warning().Matches(publish.Output).Select(match => match.Value.Trim())]);
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>What the machine lacks, by what the SDK says; null where it lacks nothing.</summary>
    private static string? MissingOf(string output) => output switch
    {
        _ when output.Contains("Platform linker", StringComparison.Ordinal) || output.Contains("cannot find -l", StringComparison.Ordinal) =>
            "Native AOT links with clang or gcc and zlib: 'apt-get install gcc zlib1g-dev' or tests/run (Linux), Xcode's command line tools, or the C++ tools of Visual Studio.",
        _ when NoPackage().IsMatch(output) =>
            "Publishing takes the packs of the runtime from NuGet, which could not be reached: run `dotnet publish tests/ImageBatch.TrimmedHost "
            + "-p:HostPublishing=Aot` once where it can.",
        _ => null,
    };

    public static string RepositoryFolder()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "ImageBatch.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run inside the repository, whose host they publish.");
        }

        return folder.FullName;
    }

    [GeneratedRegex(@"^.*warning IL[23]\d{3}: .*$", RegexOptions.Multiline)]
    private static partial Regex Warning();

    [GeneratedRegex(@"error (NU1301|NU1801)\b")]
    private static partial Regex NoPackage();
}
