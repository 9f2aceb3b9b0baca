using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using ImageBatch.Http;
using ImageBatch.Http.Addresses;
using ImageBatch.Model;
using ImageBatch.Testing;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Http;

/// <summary>What the handlers send out, and through what.</summary>
public sealed class OutboundHandlerTests
{
    private const string PublicAddress = "93.184.215.14";

    private static readonly byte[] Image = TestImages.Bmp();

    private readonly ImageBatchOptions _options = new();
    private readonly TestNetwork _network = new TestNetwork().Name("shop.test", PublicAddress);

    [Fact]
    public async Task Request_tellsNothingOfThisProcess()
    {
        await using var server = await ImageServer.StartAsync();
        _network.Route(PublicAddress, server.Root);
        string[] headers = [];
        server.Map("/a", context =>
        {
            headers = [.. context.Request.Headers.Keys];
            context.Response.Cookies.Append("id", "1");
            return context.Response.Body.WriteAsync(Image).AsTask();
        });
        using var activity = new Activity("upload").AddBaggage("tenant", "secret").Start();
        await using var rig = new DownloadRig(_options, _network);

        await rig.DownloadAsync("http://shop.test/a");
        await rig.DownloadAsync("http://shop.test/a");

        Assert.Equal(["Accept-Encoding", "Host"], headers.Order());
    }

    [Fact]
    public async Task Request_overTls_speaksHttp2AndKeepsToTheNameThatWasResolved()
    {
        using var certificate = Certificate("shop.test");
        await using var server = await ImageServer.StartAsync(certificate);
        _network.Route(PublicAddress, server.Root);
        var protocol = "";
        server.Map("/a", context =>
        {
            protocol = context.Request.Protocol;
            return context.Response.Body.WriteAsync(Image).AsTask();
        });
        await using var rig = TlsRig(certificate);

        Assert.Equal(Image, await rig.DownloadAsync("https://shop.test/a"));
        Assert.Equal("HTTP/2", protocol);
        Assert.Equal([IPEndPoint.Parse($"{PublicAddress}:443")], _network.Connections);
    }

    [Fact]
    public async Task Redirect_fromHttpsToHttp_isNotFollowed()
    {
        using var certificate = Certificate("shop.test");
        await using var server = await ImageServer.StartAsync(certificate);
        await using var plain = await ImageServer.StartAsync();
        plain.MapBytes("/a", Image);
        _network.Route(PublicAddress, server.Root).Name("plain.test", "93.184.215.15").Route("93.184.215.15", plain.Root);
        server.Map("/down", context =>
        {
            context.Response.Redirect("http://plain.test/a");
            return Task.CompletedTask;
        });
        await using var rig = TlsRig(certificate);

        var exception = await Assert.ThrowsAsync<ImageException>(() => rig.DownloadAsync("https://shop.test/down"));

        Assert.Equal((ImageErrorCodes.DownloadRedirect, false), (exception.Code, exception.IsTransient));
        Assert.Equal((1, 0), (server.TotalHits, plain.TotalHits));
    }

    [Fact]
    public async Task Certificate_ofAnotherName_isRefused()
    {
        using var certificate = Certificate("shop.test");
        await using var server = await ImageServer.StartAsync(certificate);
        _network.Route(PublicAddress, server.Root);
        await using var rig = new DownloadRig(_options, _network);

        var exception = await Assert.ThrowsAsync<ImageException>(() => rig.DownloadAsync("https://shop.test/a"));

        Assert.Equal(ImageErrorCodes.DownloadConnection, exception.Code);
        Assert.Equal(0, server.TotalHits);
    }

    [Fact]
    public async Task Name_thatDoesNotExist_isTransient()
    {
        await using var rig = new DownloadRig(_options, _network);

        var exception = await Assert.ThrowsAsync<ImageException>(() => rig.DownloadAsync("http://missing.test/a"));

        Assert.Equal((ImageErrorCodes.DownloadConnection, true), (exception.Code, exception.IsTransient));
        Assert.Equal("The host's name could not be resolved.", exception.Message);
    }

    [Fact]
    public async Task Name_thatIsNeverResolved_timesOutWithTheConnection()
    {
        _options.Http.ConnectTimeout = TimeSpan.FromMilliseconds(100);
        await using var rig = new DownloadRig(_options, new SilentNetwork());

        var exception = await Assert.ThrowsAsync<ImageException>(() => rig.DownloadAsync("http://shop.test/a"));

        Assert.Equal((ImageErrorCodes.DownloadTimeout, true), (exception.Code, exception.IsTransient));
    }

    [Fact]
    public async Task Proxy_ofTheOptions_isUsedAndResolvesTheNames()
    {
        await using var proxy = await ImageServer.StartAsync();
        var (target, credentials) = ("", "");
        proxy.Map("/a", context =>
        {
            target = context.Request.Headers.Host.ToString();
            if (context.Request.Headers.ProxyAuthorization.Count == 0)
            {
                context.Response.StatusCode = 407;
                context.Response.Headers.ProxyAuthenticate = "Basic";
                return Task.CompletedTask;
            }

            credentials = context.Request.Headers.ProxyAuthorization.ToString();
            return context.Response.Body.WriteAsync(Image).AsTask();
        });
        _options.Http.Proxy = new Uri($"http://us%20er:pa%3Ass@127.0.0.1:{new Uri(proxy.Root).Port}");
        await using var rig = new DownloadRig(_options, _network);

        Assert.Equal(Image, await rig.DownloadAsync("http://somewhere.test/a"));

        Assert.Equal("somewhere.test", target);
        Assert.Equal("Basic " + Convert.ToBase64String("us er:pa:ss"u8), credentials);
        Assert.Equal(0, _network.Resolved("somewhere.test"));
    }

    [Theory]
    [InlineData("http://127.0.0.1/a")]
    [InlineData("http://169.254.169.254/a")]
    [InlineData("http://somewhere.test:22/a")]
    public async Task Proxy_ofTheOptions_isAskedForNothingThatTheUrlShowsToBeRefused(string url)
    {
        await using var proxy = await ImageServer.StartAsync();
        _options.Http.Proxy = new Uri(proxy.Root);
        await using var rig = new DownloadRig(_options, _network);

        var exception = await Assert.ThrowsAsync<ImageException>(() => rig.DownloadAsync(url));

        Assert.Equal(ImageErrorCodes.DownloadBlocked, exception.Code);
        Assert.Equal(0, proxy.TotalHits);
    }

    [Theory]
    [InlineData("http://127.0.0.1/hook")]
    [InlineData("http://inside.test/hook")]
    [InlineData("http://shop.test:8080/hook")]
    public async Task Webhook_toARefusedAddress_isBlockedForGood(string url)
    {
        _network.Name("inside.test", "10.1.2.3");
        await using var rig = new DownloadRig(_options, _network);
        var notifier = new HttpWebhookNotifier(rig.Clients, Options.Create(_options), TimeProvider.System);
        var delivery = new WebhookDelivery
        {
            Id = "msg_1",
            Job = new JobId(Guid.NewGuid()),
            Run = 1,
            Url = url,
            Attempts = 0,
            Claim = Guid.NewGuid(),
            Body = "{}"u8.ToArray(),
        };

        var answer = await notifier.NotifyAsync(delivery, CancellationToken.None);

        Assert.True(answer.IsPermanent);
        Assert.StartsWith(ImageErrorCodes.WebhookBlocked + ":", answer.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("10.1", answer.Error, StringComparison.Ordinal);
        Assert.Empty(_network.Connections);
    }

    /// <summary>A rig that believes in one certificate.</summary>
    private DownloadRig TlsRig(X509Certificate2 certificate) => new(_options, _network, configure: handler =>
        handler.SslOptions.RemoteCertificateValidationCallback =
            (_, shown, _, _) => shown?.GetCertHashString() == certificate.Thumbprint);

    private static X509Certificate2 Certificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(now.AddDays(-1), now.AddDays(1));
        return X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pfx), null);
    }

    /// <summary>A network whose resolver never answers.</summary>
    private sealed class SilentNetwork : INetwork
    {
        public async Task<IReadOnlyList<IPAddress>> ResolveAsync(string host, JobId? job, CancellationToken cancellationToken)
        {
            await Hang.UntilAsync(cancellationToken);
            return [];
        }

        public Task<Stream> ConnectAsync(IPEndPoint endPoint, CancellationToken cancellationToken) =>
            throw new NotSupportedException();
    }
}
