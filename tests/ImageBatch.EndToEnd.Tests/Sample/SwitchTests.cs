using System.Globalization;

namespace ImageBatch.EndToEnd.Tests.Sample;

/// <summary>What the sample host does instead of serving: asks another host, or runs the demo through it.</summary>
public sealed class SwitchTests
{
    [Fact]
    public async Task Demo_withAnAddress_runsThroughTheHostThatIsThere()
    {
        await using var host = StartHost("--ImageBatch:ApiKey=QcZ1m0c4Vq7wQ0mS8o3hYpJ2");
        var address = await host.AddressAsync();
        await using var demo = SampleHostProcess.Start($"--demo={address}", "--ImageBatch:ApiKey=QcZ1m0c4Vq7wQ0mS8o3hYpJ2");

        var exitCode = await demo.ExitCodeAsync();

        Assert.True(exitCode == 0, demo.Output);
        Assert.Contains($"ImageBatch runs at {address}", demo.Output, StringComparison.Ordinal);
        Assert.Contains("24 of 25 images", demo.Output, StringComparison.Ordinal);
        var folder = Assert.Single(Directory.GetDirectories(Path.Combine(demo.Folder, "data"), "demo-*"));
        Assert.Equal(["result.csv"], Directory.GetFileSystemEntries(folder).Select(Path.GetFileName));
        Assert.Equal(24, Directory.GetFiles(host.Folder, "*.jpg", SearchOption.AllDirectories).Length);
    }

    [Theory]
    [InlineData("--demo=127.0.0.1:5080", "takes the address of a running host")]
    [InlineData("--demo=ftp://127.0.0.1", "takes the address of a running host")]
    [InlineData("--demo=http://127.0.0.1:9", "onnection refused")]
    public async Task Demo_withAnAddressOfNoHost_saysSoAndFails(string argument, string said)
    {
        await using var demo = SampleHostProcess.Start(argument);

        Assert.NotEqual(0, await demo.ExitCodeAsync());
        Assert.Contains(said, demo.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://127.0.0.1:{0}")]
    [InlineData("http://+:{0}")]
    [InlineData("https://127.0.0.1:1;http://0.0.0.0:{0}/")]
    public async Task Healthcheck_ofAHostThatRuns_isZeroUntilItDies(string urls)
    {
        await using var host = StartHost();
        var port = (await host.AddressAsync()).Port;
        string[] arguments = ["--healthcheck", "--urls", string.Format(CultureInfo.InvariantCulture, urls, port)];

        await using var healthy = SampleHostProcess.Start(arguments);
        Assert.True(await healthy.ExitCodeAsync() == 0, healthy.Output);
        host.Kill();

        await using var dead = SampleHostProcess.Start(arguments);
        Assert.Equal(1, await dead.ExitCodeAsync());
        Assert.Contains($"http://127.0.0.1:{port}/health did not answer", dead.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Healthcheck_withoutAnAddressOverHttp_saysSo()
    {
        await using var probe = SampleHostProcess.Start("--healthcheck", "--urls", "https://127.0.0.1:1");

        Assert.Equal(1, await probe.ExitCodeAsync());
        Assert.Contains("no address over http", probe.Output, StringComparison.Ordinal);
    }

    private static SampleHostProcess StartHost(params string[] arguments) => SampleHostProcess.Start(
        [
            "--urls", "http://127.0.0.1:0", "--ImageBatch:Http:AllowPrivateNetworks=true",
            .. arguments,
        ]);
}
