using System.Net;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.Tests.Http;

/// <summary>Servers and resolvers that try to have the inside called: nothing inside is ever connected to.</summary>
public sealed class BlockedDownloadTests : IAsyncLifetime
{
    private const string PublicAddress = "93.184.215.14";

    private static readonly byte[] Image = TestImages.Bmp();

    private readonly ImageBatchOptions _options = new();
    private readonly TestNetwork _network = new();
    private ImageServer _outside = null!;
    private ImageServer _inside = null!;

    public async ValueTask InitializeAsync()
    {
        (_outside, _inside) = (await ImageServer.StartAsync(), await ImageServer.StartAsync());
        _outside.MapBytes("/a", Image);
        _inside.MapBytes("/a", Image);
        _network.Name("shop.test", PublicAddress).Route(PublicAddress, _outside.Root);
        _options.Http.AllowedPorts = [new Uri(_inside.Root).Port];
    }

    public async ValueTask DisposeAsync()
    {
        await _outside.DisposeAsync();
        await _inside.DisposeAsync();
    }

    [Fact]
    public async Task DownloadAsync_ofAPublicAddress_connectsToItAndToNoOther()
    {
        Assert.Equal(Image, await DownloadAsync("http://shop.test/a"));

        Assert.Equal([IPEndPoint.Parse($"{PublicAddress}:80")], _network.Connections);
        Assert.Equal(1, _network.Resolved("shop.test"));
    }

    [Fact]
    public async Task DownloadAsync_ofANameThatPointsInsideOnceItWasJudged_reachesNothingInside()
    {
        _network.Name("rebind.test", times => [times == 0 ? PublicAddress : "127.0.0.1"]);

        // The port of the server inside, so that a connection there would be answered.
        Assert.Equal(Image, await DownloadAsync(Inside("rebind.test")));
        await AssertBlockedAsync(Inside("rebind.test"));

        Assert.Equal(2, _network.Resolved("rebind.test"));
        Assert.Single(_network.Connections);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    [InlineData("::ffff:127.0.0.1")]
    [InlineData("10.0.0.1")]
    [InlineData("169.254.169.254")]
    [InlineData("0.0.0.0")]
    [InlineData(PublicAddress, "127.0.0.1")]
    [InlineData("127.0.0.1", PublicAddress)]
    [InlineData("2a00:1450:4001:81b::200e", "64:ff9b::7f00:1")]
    public async Task DownloadAsync_ofANameWithAnAddressInside_isRefusedWhole(params string[] addresses)
    {
        _network.Name("inside.test", addresses);

        await AssertBlockedAsync(Inside("inside.test"));
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("127.1")]
    [InlineData("0x7f.1")]
    [InlineData("0177.0.0.1")]
    [InlineData("2130706433")]
    [InlineData("0")]
    [InlineData("[::1]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::127.0.0.1]")]
    [InlineData("[::1%25lo]")]
    public async Task DownloadAsync_ofThisMachineHoweverWritten_isRefused(string host)
    {
        await AssertBlockedAsync(Inside(host));
        _outside.Map("/away", context => RedirectTo(context, Inside(host)));
        await AssertBlockedAsync("http://shop.test/away");
    }

    [Theory]
    [InlineData("1.2.3.4.5")]
    [InlineData("4294967296")]
    [InlineData("127.0.0.1.")]
    [InlineData("localhost")]
    public async Task DownloadAsync_ofANameThatOnlyTheResolverUnderstands_isJudgedByWhatItSays(string host)
    {
        _network.Name(host, "127.0.0.1");

        await AssertBlockedAsync(Inside(host));
        Assert.Equal(1, _network.Resolved(host));
    }

    [Fact]
    public async Task DownloadAsync_ofARedirectInside_isRefusedAtThatHop()
    {
        _network.Name("inside.test", "192.168.1.1");
        _outside.Map("/1", context => RedirectTo(context, "http://shop.test/2"));
        _outside.Map("/2", context => RedirectTo(context, Inside("inside.test")));

        await AssertBlockedAsync("http://shop.test/1");

        Assert.Equal((1, 1), (_outside.Hits("/1"), _outside.Hits("/2")));
    }

    [Fact]
    public async Task DownloadAsync_ofAnotherPort_isRefused()
    {
        _options.Http.AllowedPorts = [];

        await AssertBlockedAsync("http://shop.test:6379/a");
        Assert.Empty(_network.Connections);
    }

    [Fact]
    public async Task DownloadAsync_whereHostsAreNamed_refusesAllOthersAlsoAfterARedirect()
    {
        _options.Http.AllowedHosts = ["shop.test"];
        _network.Name("other.test", PublicAddress);
        _outside.Map("/away", context => RedirectTo(context, "http://other.test/a"));

        Assert.Equal(Image, await DownloadAsync("http://shop.test/a"));
        await AssertBlockedAsync("http://other.test/a");
        await AssertBlockedAsync("http://shop.test/away");
        Assert.Equal(0, _network.Resolved("other.test"));
    }

    [Fact]
    public async Task DownloadAsync_ofANetworkThatAnOptionAdmits_readsTheBody()
    {
        _options.Http.AllowedNetworks = ["127.0.0.1/32"];
        _options.Http.AllowedPorts = [];

        Assert.Equal(Image, await DownloadAsync(_inside.Url("/a")));
    }

    [Fact]
    public async Task DownloadAsync_thatIsBlocked_saysTheSameWhateverTheReason()
    {
        _network.Name("private.test", "10.1.2.3").Name("mix.test", PublicAddress, "10.1.2.3");
        _options.Http.AllowedPorts = [];
        string[] urls = ["http://private.test/", "http://mix.test/", "http://10.1.2.3/", "http://shop.test:22/", "http://[::1]/"];

        var messages = await Task.WhenAll(urls.Select(async url => (await Assert.ThrowsAsync<ImageException>(() => DownloadAsync(url))).Message));

        Assert.DoesNotContain("10.1", Assert.Single(messages.Distinct()), StringComparison.Ordinal);
    }

    private static Task RedirectTo(Microsoft.AspNetCore.Http.HttpContext context, string location)
    {
        context.Response.StatusCode = 302;
        context.Response.Headers.Location = location;
        return Task.CompletedTask;
    }

    private string Inside(string host) => $"http://{host}:{new Uri(_inside.Root).Port}/a";

    private async Task AssertBlockedAsync(string url)
    {
        var exception = await Assert.ThrowsAsync<ImageException>(() => DownloadAsync(url));
        Assert.Equal((ImageErrorCodes.DownloadBlocked, false), (exception.Code, exception.IsTransient));
        Assert.Equal(0, _inside.TotalHits);
        Assert.DoesNotContain(_network.Connections, endPoint => !endPoint.Address.Equals(IPAddress.Parse(PublicAddress)));
    }

    private async Task<byte[]> DownloadAsync(string url)
    {
        // New handlers each time, so that no connection is there already.
        await using var rig = new DownloadRig(_options, _network);
        return await rig.DownloadAsync(url);
    }
}
