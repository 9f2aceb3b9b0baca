using ImageBatch.Crash.Tests.Harness;
using ImageBatch.Diagnostics;
using ImageBatch.Model;

namespace ImageBatch.Crash.Tests;

/// <summary>Workers that end between two steps, one at each of them, over the whole life of a job and its retry.</summary>
public abstract class StepKillTests(string store)
{
    private const int Images = 200;
    private const int Missing = 20;

    [Fact]
    public async Task Worker_killedBetweenAnyTwoSteps_losesNothingAndDoublesNothing()
    {
        await using var run = await CrashRun.StartAsync(store);
        AddImages(run);
        await KillDuringUploadAsync(run);
        await KillDuringWorkAsync(run);
        await KillAroundTheWebhookAsync(run);
        await KillDuringRetryAsync(run);

        Assert.Equal(new ImageCounts(0, Images + Missing, 0, 0), run.View.Job!.Images);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(run.View.Job.Id, 1), WebhookDelivery.IdOf(run.View.Job.Id, 2));
        await OutputJudge.AssertDecodableAsync(run.View.Outputs.Values);
        await run.AssertDeletableAsync();
    }

    private static void AddImages(CrashRun run)
    {
        for (var image = 0; image < Images; image++)
        {
            run.Add($"{image}.jpg", Photos.Whole(image));
        }

        for (var missing = 0; missing < Missing; missing++)
        {
            run.AddUrl(run.Url($"missing-{missing}.jpg"));
        }
    }

    private static async Task KillDuringUploadAsync(CrashRun run)
    {
        Assert.Null((await run.KillAtAsync(CrashPoint.Staged)).Job);
        Assert.NotNull((await run.KillAtAsync(CrashPoint.Accepted)).Job);
        Assert.Equal(run.View.Job!.Id, (await run.KillAtAsync(CrashPoint.Started, 3, run.Submitting)).Job!.Id);
    }

    private static async Task KillDuringWorkAsync(CrashRun run)
    {
        Assert.Contains(run.View.Deaths.Values, deaths => deaths == 1);
        var saved = await run.KillAtAsync(CrashPoint.OutputSaved, 5);
        Assert.True(run.OutputFiles().Length > saved.Outputs.Count, "No output was left that nobody recorded.");
        var recorded = await run.KillAtAsync(CrashPoint.ResultSaved, 10);
        Assert.True(recorded.Job!.Images.Pending < saved.Job!.Images.Pending);
        Assert.False(recorded.Job.IsFinished);
    }

    private static async Task KillAroundTheWebhookAsync(CrashRun run)
    {
        Assert.True((await run.KillAtAsync(CrashPoint.WebhookPosted)).Job!.IsFinished);
        Assert.Equal((1, 0), (run.Webhooks.Received.Count, run.View.Job!.Webhook!.Attempts));
        var worker = await run.StartWorkerAsync();
        await worker.UntilAsync(() => run.Webhooks.Received.Count == 2, "the webhook once more");
        await run.StopAsync(worker);
        Assert.Equal(new ImageCounts(0, Images, Missing, 0), run.View.Job!.Images);
    }

    private static async Task KillDuringRetryAsync(CrashRun run)
    {
        for (var missing = 0; missing < Missing; missing++)
        {
            run.Map($"missing-{missing}.jpg", Photos.Whole(missing));
        }

        Assert.Equal(1, (await run.KillAtAsync(CrashPoint.RetryPrepared, 1, run.Retrying)).Job!.Run);
        Assert.Equal(2, (await run.KillAtAsync(CrashPoint.RetryAccepted, 1, run.Retrying)).Job!.Run);
        await run.KillAtAsync(CrashPoint.OutputSaved, 3);
        await run.FinishAsync(run: 2);
    }
}
