using ImageBatch.Http.Addresses;
using ImageBatch.Model;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>The engine with the address guard as it is by default.</summary>
public sealed class BlockedTests
{
    [Fact]
    public async Task Image_whoseUrlLeadsInside_isBlockedAtTheFirstTryAndTheRestCompletes()
    {
        var network = new TestNetwork().Name("shop.test", "93.184.215.14").Name("inside.test", "127.0.0.1");
        await using var host = await StartAsync(network);
        network.Route("93.184.215.14", host.Server.Root);
        host.Server.MapBytes("/good", TestImages.Bmp());

        var job = await host.FinishedAsync((await host.SubmitAsync(
            ["http://shop.test/good", host.Server.Url("/loopback"), "http://inside.test/name", "http://169.254.169.254/latest/meta-data"])).Id);

        Assert.Equal((JobStatus.Completed, 1, 3), (job.Status, job.Images.Succeeded, job.Images.Failed));
        var errors = (await host.ImagesAsync(job.Id)).Select(image => image.Error).OfType<ImageError>().ToList();
        Assert.Equal(ImageErrorCodes.DownloadBlocked, Assert.Single(errors.Distinct()).Code);
        Assert.Equal((1, 1), (host.Server.TotalHits, network.Resolved("inside.test")));
    }

    [Fact]
    public async Task Webhook_whoseUrlLeadsInside_isBlockedAtTheFirstTry()
    {
        var network = new TestNetwork().Name("inside.test", "192.168.1.1");
        await using var host = await StartAsync(network);

        var job = await host.SubmitAsync(["http://shop.test/missing"], "http://inside.test/hook");
        var webhook = await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Webhook is { State: WebhookState.Failed } failed ? failed : null, "the webhook to fail");

        Assert.Equal((1, null), (webhook.Attempts, webhook.LastStatus));
        Assert.StartsWith(ImageErrorCodes.WebhookBlocked, webhook.LastError, StringComparison.Ordinal);
        Assert.Empty(network.Connections);
    }

    private static Task<EngineHost> StartAsync(TestNetwork network) => EngineHost.StartAsync(
        options => options.Http.AllowPrivateNetworks = false,
        services => services.AddSingleton<INetwork>(network));
}
