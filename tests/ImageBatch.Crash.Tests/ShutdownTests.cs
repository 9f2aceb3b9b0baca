using ImageBatch.Crash.Tests.Harness;
using ImageBatch.CrashWorker;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.Crash.Tests;

/// <summary>A worker that is asked to stop: it ends within 25 s, and what it had in hand has lost no attempt.</summary>
public sealed class ShutdownTests
{
    public static TheoryData<string> Stores => CrashStores.All;

    [Theory]
    [MemberData(nameof(Stores))]
    public async Task Stop_inTheMiddleOfDownloadsThatHang_givesThemBack(string store)
    {
        using var pace = new Pace();
        await using var run = await CrashRun.StartAsync(store);
        for (var image = 0; image < 20; image++)
        {
            run.Add($"{image}", Photos.Whole(image), pace.WaitAsync);
        }

        var worker = await run.StartWorkerAsync();
        await Eventually.TrueAsync(() => run.Fetches >= 8, "downloads to hang");
        await AssertUnharmedAsync(run, worker);
        pace.AllowAll();
        await AssertFinishesAsync(run, succeeded: 20);
    }

    [Theory]
    [MemberData(nameof(Stores))]
    public Task Stop_inTheMiddleOfACodecThatListens_givesItsImageBack(string store) => StopCodecAsync(store, BadImages.Patient);

    [Theory]
    [MemberData(nameof(Stores))]
    public Task Stop_inTheMiddleOfACodecThatDoesNotListen_givesItsImageBackAllTheSame(string store) =>
        StopCodecAsync(store, BadImages.Deaf);

    [Fact]
    public async Task Stop_whileTheDiskOfTheJobsIsFull_endsInTime()
    {
        await using var run = await CrashRun.StartAsync(WorkerStores.FileSystem);
        for (var image = 0; image < 20; image++)
        {
            run.Add($"{image}", Photos.Whole(image), context =>
            {
                run.SetDiskFull(true);
                return Task.CompletedTask;
            });
        }

        var worker = await run.StartWorkerAsync();
        await Eventually.TrueAsync(() => run.Fetches == 20, "all to be fetched");
        await worker.StopAsync();
        run.SetDiskFull(false);
        Assert.Equal(20, (await run.LookAsync()).Job!.Images.Pending);
        for (var image = 0; image < 20; image++)
        {
            run.Map($"{image}", Photos.Whole(image));
        }

        await AssertFinishesAsync(run, succeeded: 20);
    }

    private static async Task StopCodecAsync(string store, byte[] slow)
    {
        await using var run = await CrashRun.StartAsync(store);
        for (var image = 0; image < 20; image++)
        {
            run.Add($"{image}", Photos.Whole(image));
        }

        run.Add("slow", slow);
        var worker = await run.StartWorkerAsync();
        await Eventually.TrueAsync(() => worker.IsAtBadImage, "the codec");
        await AssertUnharmedAsync(run, worker);
        run.Map("slow", Photos.Whole(20));
        await AssertFinishesAsync(run, succeeded: 21);
    }

    private static async Task AssertUnharmedAsync(CrashRun run, Worker worker)
    {
        var view = await run.StopAsync(worker);
        Assert.NotEmpty(view.Deaths);
        Assert.All(view.Deaths.Values, deaths => Assert.Equal(0, deaths));
        Assert.Equal(0, view.Job!.Images.Failed);
    }

    private static async Task AssertFinishesAsync(CrashRun run, int succeeded)
    {
        var view = await run.FinishAsync();
        Assert.Equal(new ImageCounts(0, succeeded, 0, 0), view.Job!.Images);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(view.Job.Id, 1));
    }
}
