using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>A host that keeps failing is left alone for a while, which costs its images time and nothing else.</summary>
public sealed class BreakerTests
{
    [Fact]
    public async Task Image_ofAHostThatIsLeftAlone_holdsNoSlotAndNoMemory()
    {
        await using var host = await StartAsync(TimeSpan.FromMinutes(10));
        var job = await OpenTheBreakerAsync(host);

        // With the slow one and the other not more than the eight images that two slots keep in flight.
        var waiting = await host.SubmitAsync(Enumerable.Range(0, 5).Select(i => host.Server.MapBytes($"/{i}", TestImages.Bmp(200, i))));
        var other = await host.SubmitAsync([Elsewhere(host.Server.MapBytes("/other", TestImages.Bmp()))]);

        Assert.Equal(1, (await host.FinishedAsync(other.Id)).Images.Succeeded);
        Assert.Equal(5, (await host.FindAsync(waiting.Id)).Images.Pending);
        Assert.Equal(0, Enumerable.Range(0, 5).Sum(i => host.Server.Hits($"/{i}")));
        Assert.Equal(0, host.Get<ImageBatch.Processing.ByteBudget>().Reserved);
        await host.Client.CancelAsync(waiting.Id);
        await host.Client.CancelAsync(job);
    }

    [Fact]
    public async Task Image_ofAHostThatIsLeftAlone_succeedsAfterwardsWithItsOnlyTry()
    {
        await using var host = await StartAsync(TimeSpan.FromSeconds(1));
        var job = await OpenTheBreakerAsync(host);

        var waiting = await host.SubmitAsync(Enumerable.Range(0, 20).Select(i => host.Server.MapBytes($"/{i}", TestImages.Bmp(200, i))));

        Assert.Equal(20, (await host.FinishedAsync(waiting.Id)).Images.Succeeded);
        await host.Client.CancelAsync(job);
    }

    [Fact]
    public async Task Images_ofAHostThatStaysDown_failOfTheirOwnTries()
    {
        await using var host = await EngineHost.StartAsync(options =>
        {
            options.Http.BreakAfter = 5;
            options.Http.BreakDuration = TimeSpan.FromMilliseconds(20);
            options.Http.MaxTries = 3;
        });
        var urls = Enumerable.Range(0, 30).Select(i => host.Server.MapStatus($"/{i}", 503)).ToList();

        var job = await host.FinishedAsync((await host.SubmitAsync(urls)).Id);

        Assert.All(await host.ImagesAsync(job.Id), image => Assert.Equal(ImageErrorCodes.DownloadStatus, image.Error?.Code));
        Assert.All(urls, url => Assert.Equal(3, host.Server.Hits(new Uri(url).AbsolutePath)));
    }

    private static Task<EngineHost> StartAsync(TimeSpan pause) => EngineHost.StartAsync(options =>
    {
        options.Http.BreakAfter = 1;
        options.Http.BreakDuration = pause;
        options.Http.MaxTries = 1;
        options.Processing.DownloadSlots = 2;
        options.Dispatch.MaxOutstanding = 100;
    });

    /// <summary>Has one image fail while another of its host is still under way, so that the host is remembered.</summary>
    private static async Task<JobId> OpenTheBreakerAsync(EngineHost host)
    {
        var slow = host.Server.MapSilence("/slow");
        var job = await host.SubmitAsync([slow]);
        await Eventually.TrueAsync(() => host.Server.Hits("/slow") == 1, "the image that takes long");
        var failed = await host.FinishedAsync((await host.SubmitAsync([host.Server.MapStatus("/down", 503)])).Id);
        Assert.Equal(1, failed.Images.Failed);
        return job.Id;
    }

    private static string Elsewhere(string url) => url.Replace("127.0.0.1", "localhost", StringComparison.Ordinal);
}
