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
    public async Task Duplicate_ofAnImageThatEndsWhileTheStoreIsAsked_isNotFetchedAgain()
    {
        Outage<IJobStore>? jobs = null;
        await using var host = await EngineHost.StartAsync(services: services => jobs = Outage<IJobStore>.Wrap(services));
        using var gate = new SemaphoreSlim(0);
        var slow = host.Server.MapBytes("/slow", TestImages.Bmp(), context => gate.WaitAsync(context.RequestAborted));
        var job = await host.SubmitAsync([slow]);
        await Eventually.TrueAsync(() => host.Server.Hits("/slow") == 1, "the download");

        // Were the store asked of the duplicate, the image would be done before its answer is read.
        var key = new ImageKey(job.Id, 0, job.Run);
        jobs!.After = (method, arguments) =>
        {
            if (method == nameof(IJobStore.LoadAsync) && ((IReadOnlyCollection<ImageKey>)arguments[0]!).Contains(key))
            {
                gate.Release();
                host.FinishedAsync(job.Id).GetAwaiter().GetResult();
            }

            return false;
        };
        await host.Get<IJobQueue>().EnqueueAsync([key]);
        var next = await host.SubmitAsync([host.Server.MapBytes("/next", TestImages.Bmp(seed: 1))]);
        await host.FinishedAsync(next.Id);
        gate.Release();
        await host.FinishedAsync(job.Id);

        Assert.Equal(1, host.Server.Hits("/slow"));
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
