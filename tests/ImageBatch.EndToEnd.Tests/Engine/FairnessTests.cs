using ImageBatch.Ports;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class FairnessTests
{
    [Fact]
    public async Task SmallJob_submittedAfterALargeOne_finishesFirst()
    {
        await using var host = await EngineHost.StartAsync();
        var urls = Enumerable.Range(0, 5_000).Select(i => host.Server.MapBytes($"/{i}", TestImages.Bmp(200, i)));
        var large = await host.SubmitAsync(urls);
        await Eventually.GetAsync(
            async () => (await host.FindAsync(large.Id)).Images.Succeeded > 0 ? large : null, "the large job to start");
        var small = await host.SubmitAsync(
            Enumerable.Range(0, 5).Select(i => host.Server.MapBytes($"/small-{i}", TestImages.Bmp(300, i))));

        await host.FinishedAsync(small.Id);
        var largeThen = await host.FindAsync(large.Id);
        var largeAtLast = await host.FinishedAsync(large.Id);

        Assert.True(largeThen.Images.Pending > 0, "The large job finished before the small one.");
        Assert.Equal(5_000, largeAtLast.Images.Succeeded);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5_000)]
    public async Task Url_usedTwice_isFetchedOnce(int apart)
    {
        await using var host = await EngineHost.StartAsync();
        var twice = host.Server.MapBytes("/twice", TestImages.Bmp(400, 1));
        var urls = Enumerable.Range(0, apart + 1)
            .Select(i => i == 0 || i == apart ? twice : host.Server.MapBytes($"/{i}", TestImages.Bmp(200, i)));

        var job = await host.SubmitAsync(urls);
        var finished = await host.FinishedAsync(job.Id);

        var pages = await host.Get<IJobStore>().ReadImagesAsync(job.Id, null, apart - 1, 1);
        var first = (await host.ImagesAsync(job.Id))[0];
        Assert.Equal(1, host.Server.Hits("/twice"));
        Assert.Equal(apart + 1, finished.Images.Succeeded);
        Assert.Equal(first.Output, Assert.Single(pages).Output);
    }
}
