using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class DuplicateTests
{
    [Fact]
    public async Task Queue_thatDeliversEverythingFiveTimes_changesNothing()
    {
        var queue = new RepeatingQueue();
        await using var host = await EngineHost.StartAsync(services: services => queue.Wrap(services));
        var hook = host.Server.MapStatus("/hook", 204);
        var urls = Enumerable.Range(0, 300)
            .Select(i => i % 10 == 9 ? host.Server.Url($"/missing-{i}") : host.Server.MapBytes($"/{i}", TestImages.Bmp(200, i)));

        var job = await host.SubmitAsync(urls, hook);
        var finished = await host.FinishedAsync(job.Id);
        await Eventually.TrueAsync(() => host.Server.Hits("/hook") > 0, "the webhook");
        await Eventually.TrueAsync(() => queue.Out == 0, "every delivery to be dealt with");

        Assert.Equal(new ImageCounts(0, 270, 30, 0), finished.Images);
        Assert.Equal(finished, (await host.FindAsync(job.Id)) with { Webhook = finished.Webhook });
        Assert.Equal(1, host.Server.Hits("/hook"));
    }

    [Fact]
    public async Task Keys_ofUnknownJobsAndOldRuns_areAcknowledgedAndForgotten()
    {
        await using var host = await EngineHost.StartAsync();
        var job = await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())]);
        await host.FinishedAsync(job.Id);

        await host.Get<IJobQueue>().EnqueueAsync(
            [new ImageKey(JobId.New(DateTimeOffset.UtcNow), 0, 1), new ImageKey(job.Id, 0, 1), new ImageKey(job.Id, 9, 7)]);
        var other = await host.SubmitAsync([host.Server.MapBytes("/b", TestImages.Bmp())]);
        await host.FinishedAsync(other.Id);

        Assert.Equal(1, host.Server.Hits("/a"));
        Assert.Equal(1, (await host.FindAsync(job.Id)).Images.Succeeded);
    }
}
