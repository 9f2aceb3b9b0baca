using System.Net;
using ImageBatch.Http.Addresses;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Http.Addresses;

public sealed class AddressGuardTests
{
    [Theory]
    [InlineData("http://one.test/", true)]
    [InlineData("https://one.test/", true)]
    [InlineData("http://93.184.215.14/", true)]
    [InlineData("http://[2a00:1450:4001:81b::200e]/", true)]
    [InlineData("ftp://one.test/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("gopher://one.test/", false)]
    [InlineData("http://user@one.test/", false)]
    [InlineData("http://user:secret@one.test/", false)]
    [InlineData("http://127.0.0.1/", false)]
    [InlineData("http://127.1/", false)]
    [InlineData("http://0/", false)]
    [InlineData("http://0x7f.1/", false)]
    [InlineData("http://0x7f000001/", false)]
    [InlineData("http://0177.0.0.1/", false)]
    [InlineData("http://017700000001/", false)]
    [InlineData("http://2130706433/", false)]
    [InlineData("http://127\u30020\u30020\u30021/", false)]
    [InlineData("http://169.254.169.254/latest/meta-data/", false)]
    [InlineData("http://2852039166/", false)]
    [InlineData("http://[::1]/", false)]
    [InlineData("http://[0:0:0:0:0:0:0:1]/", false)]
    [InlineData("http://[::ffff:7f00:1]/", false)]
    [InlineData("http://[::127.0.0.1]/", false)]
    [InlineData("http://[fe80::1%25eth0]/", false)]
    [InlineData("http://[2a00:1450:4001:81b::200e%25lo]/", false)]
    [InlineData("http://93.184.215.14:8080/", false)]
    public void Check_ofAUrl_refusesWhatItShows(string url, bool passes) =>
        AssertVerdict(passes, new HttpOptions(), guard => guard.Check(new Uri(url)));

    [Theory]
    [InlineData("93.184.215.14", 80, true)]
    [InlineData("93.184.215.14", 443, true)]
    [InlineData("93.184.215.14", 8443, true)]
    [InlineData("93.184.215.14", 22, false)]
    [InlineData("93.184.215.14", 6379, false)]
    [InlineData("10.20.0.1", 80, true)]
    [InlineData("10.20.0.1", 6379, true)]
    [InlineData("10.21.0.1", 80, false)]
    [InlineData("::ffff:10.20.0.1", 80, false)]
    [InlineData("169.254.1.1", 80, true)]
    [InlineData("169.254.169.254", 80, false)]
    [InlineData("64:ff9b::808:808", 80, true)]
    [InlineData("127.0.0.1", 80, false)]
    public void Check_ofAnAddress_admitsNetworksAndPortsThatOptionsName(string address, int port, bool passes)
    {
        var options = new HttpOptions
        {
            AllowedNetworks = ["10.20.0.0/16", "169.254.1.0/24", "64:ff9b::/96"],
            AllowedPorts = [8443],
        };

        AssertVerdict(passes, options, guard => guard.Check([IPAddress.Parse(address)], port));
    }

    [Theory]
    [InlineData("127.0.0.1", 5000, true)]
    [InlineData("::1", 5000, true)]
    [InlineData("192.168.1.1", 8080, true)]
    [InlineData("100.64.0.1", 8080, true)]
    [InlineData("fd12::1", 8080, true)]
    [InlineData("93.184.215.14", 443, true)]
    [InlineData("93.184.215.14", 8080, false)]
    [InlineData("169.254.169.254", 80, false)]
    [InlineData("100.100.100.200", 80, false)]
    [InlineData("fd00:ec2::254", 80, false)]
    [InlineData("0.0.0.0", 80, false)]
    [InlineData("::ffff:127.0.0.1", 80, false)]
    [InlineData("224.0.0.1", 80, false)]
    public void Check_withPrivateNetworksAllowed_stillRefusesMetadataAndTheRest(string address, int port, bool passes) =>
        AssertVerdict(passes, new HttpOptions { AllowPrivateNetworks = true }, guard => guard.Check([IPAddress.Parse(address)], port));

    [Theory]
    [InlineData("93.184.215.14", "127.0.0.1")]
    [InlineData("127.0.0.1", "93.184.215.14")]
    [InlineData("2a00:1450:4001:81b::200e", "::1")]
    [InlineData("93.184.215.14", "::ffff:93.184.215.14")]
    public void Check_ofAMix_refusesAllOfIt(params string[] addresses) =>
        AssertVerdict(false, new HttpOptions(), guard => guard.Check([.. addresses.Select(IPAddress.Parse)], 80));

    [Theory]
    [InlineData("https://cdn.example.com/a", true)]
    [InlineData("https://CDN.Example.COM./a", true)]
    [InlineData("https://shop.example/a", false)]
    [InlineData("https://a.shop.example/a", true)]
    [InlineData("https://a.b.SHOP.example/a", true)]
    [InlineData("https://evilshop.example/a", false)]
    [InlineData("https://cdn.example.com.evil.test/a", false)]
    [InlineData("https://xn--bcher-kva.example/a", true)]
    [InlineData("https://b\u00FCcher.example/a", true)]
    [InlineData("https://93.184.215.14/a", true)]
    [InlineData("https://93.184.215.15/a", false)]
    [InlineData("https://10.0.0.1/a", false)]
    public void Check_withHostsNamed_letsNoOtherBy(string url, bool passes)
    {
        var options = new HttpOptions
        {
            AllowedHosts = ["cdn.example.com", "*.shop.example", "B\u00FCcher.example", "93.184.215.14", "10.0.0.1"],
        };

        AssertVerdict(passes, options, guard => guard.Check(new Uri(url)));
    }

    [Theory]
    [InlineData("http://one.test/", true)]
    [InlineData("http://one.test:8080/", false)]
    [InlineData("http://127.0.0.1/", false)]
    [InlineData("http://2130706433/", false)]
    public void Check_whereAProxyResolves_stillJudgesTheUrl(string url, bool passes) => AssertVerdict(
        passes, new HttpOptions { Proxy = new Uri("http://proxy.test:3128") }, guard => guard.Check(new Uri(url)));

    private static void AssertVerdict(bool passes, HttpOptions options, Action<AddressGuard> check)
    {
        var guard = new AddressGuard(Options.Create(new ImageBatchOptions { Http = options }));
        var exception = Record.Exception(() => check(guard));
        Assert.True(passes ? exception is null : exception is BlockedException, exception?.ToString() ?? "It passed.");
    }
}
