using System.Net;
using System.Net.Sockets;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>A sample host that cannot start says why in one line, and ends with 1.</summary>
public sealed class StartFailureTests
{
    [Fact]
    public async Task Host_at_a_busy_port_says_so_in_one_line()
    {
        using var other = new TcpListener(IPAddress.Loopback, 0);
        other.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)other.LocalEndpoint).Port}";

        var line = await FailAsync("--urls", address);

        Assert.Contains($"{address}: address already in use. Stop what listens there", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--urls=nonsense", "Invalid url: 'nonsense'. Set Urls to an address")]
    [InlineData("--ImageBatch:Store=Paper", "It has: FileSystem, InMemory, PostgreSQL, Sqlite.")]
    [InlineData("--ImageBatch:Processing:DownloadSlots=0", "must be between 1 and 10000. Correct it in appsettings.json")]
    [InlineData("--ImageBatch:Http:ConnectTimeout=soon", "'soon' at 'ImageBatch:Http:ConnectTimeout' to type 'System.TimeSpan'. Correct it")]
    [InlineData("--ImageBatch:ApiKey=short", "make one with \"openssl rand -base64 32\".")]
    [InlineData("--ImageBatch:DataPath=/dev/null/data", "/dev/null")]
    public async Task Host_with_a_setting_it_cannot_use_says_what_to_do_in_one_line(string argument, string said) =>
        Assert.Contains(said, await FailAsync("--urls=http://127.0.0.1:0", argument), StringComparison.Ordinal);

    /// <summary>The one line that is said of it.</summary>
    private static async Task<string> FailAsync(params string[] arguments)
    {
        await using var host = SampleHostProcess.Start(arguments);
        Assert.True(await host.ExitCodeAsync() == 1, host.Output);
        Assert.DoesNotContain("   at ", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("fail:", host.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("crit:", host.Output, StringComparison.Ordinal);

        // What it compresses with is said before the port is asked for.
        var lines = host.Output.Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries)
            .Where(line => !line.StartsWith("info: ", StringComparison.Ordinal) && !line.Contains("Compressing with", StringComparison.Ordinal));
        return Assert.Single(lines);
    }
}
