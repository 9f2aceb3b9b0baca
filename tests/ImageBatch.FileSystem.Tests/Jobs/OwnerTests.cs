using System.Diagnostics;

namespace ImageBatch.FileSystem.Tests.Jobs;

/// <summary>A folder of jobs has one owner.</summary>
public sealed class OwnerTests : IDisposable
{
    private const string RootVariable = "IMAGEBATCH_TEST_OWNED_ROOT";

    private readonly JobStoreFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_second_store_is_refused_and_names_the_folder()
    {
        using (_folder.Open())
        {
            AssertRefused(_folder.Root);
        }

        _folder.Open().Dispose();
    }

    [Fact]
    public async Task Open_second_process_is_refused_and_names_the_folder()
    {
        if (Environment.GetEnvironmentVariable(RootVariable) is { } root)
        {
            AssertRefused(root); // This is the second process.
            return;
        }

        using var store = _folder.Open();
        var start = new ProcessStartInfo("dotnet")
        {
            ArgumentList =
            {
                "exec", typeof(OwnerTests).Assembly.Location, "-noColor",
                "-method", $"{typeof(OwnerTests).FullName}.{nameof(Open_second_process_is_refused_and_names_the_folder)}",
            },
            Environment = { [RootVariable] = _folder.Root },
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start)!;
        var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Contains("Total: 1, Errors: 0, Failed: 0", output, StringComparison.Ordinal);
        Assert.Equal(0, process.ExitCode);
    }

    private void AssertRefused(string root)
    {
        var exception = Assert.Throws<IOException>(() => _folder.Open(root: root));
        Assert.Contains(Path.Combine(root, "jobs"), exception.Message, StringComparison.Ordinal);
    }
}
