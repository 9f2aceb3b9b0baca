using ImageBatch.Crash.Tests.Harness;
using ImageBatch.Model;

namespace ImageBatch.Crash.Tests;

/// <summary>A worker that stands still for longer than any lease, as a machine does that is suspended, and then goes on.</summary>
public abstract class FreezeTests(string store)
{
    private const int Images = 60;

    /// <summary>Longer than the worker's claim on a webhook, four tries of 250 ms, and than its second dispatch, 1 s.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Worker_frozenAtWork_goesOnWhereItWas()
    {
        using var pace = new Pace();
        await using var run = await CrashRun.StartAsync(store);
        for (var image = 0; image < Images; image++)
        {
            run.Add($"{image}", Photos.Whole(image), pace.WaitAsync);
        }

        pace.Allow(Images / 2);
        var worker = await run.StartWorkerAsync();
        await worker.UntilAsync(() => run.Fetches > Images / 2, "half of the images");
        worker.Freeze();
        pace.AllowAll();
        await Task.Delay(Long);
        worker.Thaw();
        await run.AnnouncedAsync(worker);
        await run.StopAsync(worker);

        Assert.Equal(new ImageCounts(0, Images, 0, 0), run.View.Job!.Images);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(run.View.Job.Id, 1));
    }

    [Fact]
    public async Task Worker_frozenWhileItsWebhookIsOut_sendsTheSameAgain()
    {
        await using var run = await CrashRun.StartAsync(store);
        run.Add("one", Photos.Whole(0));
        run.Webhooks.Delay = TimeSpan.FromMilliseconds(100);
        var worker = await run.StartWorkerAsync();
        await run.AnnouncedAsync(worker);
        worker.Freeze();
        await Task.Delay(Long);
        worker.Thaw();
        await worker.UntilAsync(() => run.Webhooks.Received.Count == 2, "the second try");
        await Task.Delay(run.Webhooks.Delay * 2);
        await run.StopAsync(worker);

        Assert.Equal(WebhookState.Delivered, run.View.Job!.Webhook!.State);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(run.View.Job.Id, 1));
    }
}
