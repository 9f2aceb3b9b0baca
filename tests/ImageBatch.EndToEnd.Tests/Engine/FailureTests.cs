using System.Diagnostics;
using ImageBatch.Dispatch;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>What is not the image's fault costs the image nothing.</summary>
public sealed class FailureTests
{
    [Fact]
    public async Task ImageStore_thatIsFullForAWhile_delaysTheImageAndFailsNothing()
    {
        // More often than an image may end its process: a clean return counts for nothing.
        var store = new FlakyImageStore(failures: 4);
        await using var host = await EngineHost.StartAsync(services: store.Register);

        var finished = await host.FinishedAsync((await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())])).Id);

        Assert.Equal(1, finished.Images.Succeeded);
        Assert.Equal(1, store.Saved);
        var image = Assert.Single(await host.ImagesAsync(finished.Id));
        Assert.StartsWith($"https://cdn.test/{finished.Id}/0-", host.Client.GetOutputUrl(finished, image), StringComparison.Ordinal);
        Assert.Equal(0, host.Get<ImageBatch.Processing.ByteBudget>().Reserved);
    }

    [Fact]
    public async Task Image_thatEndedItsProcessThreeTimes_isFailedWithoutBeingTouched()
    {
        await using var host = await EngineHost.StartAsync(services: WithoutDispatcher);
        var job = await host.SubmitAsync([host.Server.MapBytes("/a", TestImages.Bmp())]);
        var key = new ImageKey(job.Id, 0, 1);
        await host.Get<IJobStore>().SaveAsync(
            [new ImageStarted(key, Guid.NewGuid()), new ImageStarted(key, Guid.NewGuid()), new ImageStarted(key, Guid.NewGuid())]);

        await host.Get<IJobQueue>().EnqueueAsync([key]);
        await host.FinishedAsync(job.Id);

        Assert.Equal(ImageErrorCodes.WorkerCrashed, (await host.ImagesAsync(job.Id))[0].Error?.Code);
        Assert.Equal(0, host.Server.TotalHits);
    }

    [Fact]
    public async Task Stop_withImagesInFlight_returnsThemUnharmed()
    {
        var host = await EngineHost.StartAsync();
        var started = new TaskCompletionSource();
        var slow = host.Server.Map("/slow", async context =>
        {
            started.TrySetResult();
            await Hang.UntilAsync(context.RequestAborted);
        });
        var store = host.Get<IJobStore>();
        var job = await host.SubmitAsync(Enumerable.Repeat(slow, 1).Concat(
            Enumerable.Range(0, 20).Select(i => host.Server.MapBytes($"/{i}", TestImages.Bmp(200, i)))));
        await started.Task.WaitAsync(TimeSpan.FromSeconds(30));
        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Succeeded == 20 ? job : null, "the others to succeed");

        var clock = Stopwatch.StartNew();
        await host.DisposeAsync();

        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(25), $"Stopping took {clock.Elapsed}.");
        var then = await store.FindAsync(job.Id);
        Assert.Equal(new ImageCounts(1, 20, 0, 0), then!.Images);
        Assert.Equal(0, Assert.Single(await store.LoadAsync([new ImageKey(job.Id, 0, 1)])).Deaths);
    }

    private static void WithoutDispatcher(IServiceCollection services) =>
        services.Remove(services.Single(service => service.ImplementationType == typeof(DispatchService)));
}
