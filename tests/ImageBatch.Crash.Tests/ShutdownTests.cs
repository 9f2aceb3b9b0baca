using ImageBatch.Crash.Tests.Harness;
using ImageBatch.Model;

namespace ImageBatch.Crash.Tests;

/// <summary>A worker that is asked to stop: it ends within 25 s, and what it had in hand has lost no attempt.</summary>
public abstract class ShutdownTests(string store)
{
    [Fact]
    public async Task Stop_inTheMiddleOfDownloadsThatHang_givesThemBack()
    {
        using var pace = new Pace();
        await using var run = await CrashRun.StartAsync(store);
        for (var image = 0; image < 20; image++)
        {
            run.Add($"{image}", Photos.Whole(image), pace.WaitAsync);
        }

        var worker = await run.StartWorkerAsync();
        await worker.UntilAsync(() => run.Fetches >= 6, "downloads to hang");
        await AssertUnharmedAsync(run, worker);
        pace.AllowAll();
        await AssertFinishesAsync(run, succeeded: 20);
    }

    private protected static async Task AssertUnharmedAsync(CrashRun run, Worker worker)
    {
        var view = await run.StopAsync(worker);
        Assert.NotEmpty(view.Deaths);
        Assert.All(view.Deaths.Values, deaths => Assert.Equal(0, deaths));
        Assert.Equal(0, view.Job!.Images.Failed);
    }

    private protected static async Task AssertFinishesAsync(CrashRun run, int succeeded)
    {
        var view = await run.FinishAsync();
        Assert.Equal(new ImageCounts(0, succeeded, 0, 0), view.Job!.Images);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(view.Job.Id, 1));
    }
}
