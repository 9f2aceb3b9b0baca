using ImageBatch.Crash.Tests.Harness;
using ImageBatch.CrashWorker;
using ImageBatch.Model;

namespace ImageBatch.Crash.Tests;

/// <summary>
/// A worker killed at random moments, at least fifty times, in the middle of a job and of its retry.
/// </summary>
/// <remarks>
/// The moments are drawn from a seed that the output and every failure name. To draw the same again, write it into a
/// file <c>crash-seed.txt</c> beside the test assembly.
/// </remarks>
public abstract class RandomKillTests(string store, ITestOutputHelper output)
{
    private const int Photos = 360;
    private const int Missing = 40;
    private const int KillsOfFirstRun = 40;
    private const int KillsOfSecondRun = 12;

    [Fact]
    public Task Worker_killedAtRandomMoments_losesNothingAndDoublesNothing() => Seed.UseAsync(output, RunAsync);

    private async Task RunAsync(Random random)
    {
        using var pace = new Pace();
        await using var run = await CrashRun.StartAsync(store);
        AddImages(run, pace, random);
        for (var kill = 0; kill < KillsOfFirstRun; kill++)
        {
            pace.Allow(random.Next(13));
            await KillAsync(run, random, kill < 5 ? run.Submitting : null);
        }

        Assert.False(run.View.Job!.IsFinished);
        pace.AllowAll();
        await run.FinishAsync();
        AssertCounts(run.View, Photos + 1, Missing + 2);

        var job = run.View.Job!.Id;
        for (var missing = 0; missing < Missing; missing++)
        {
            run.Map($"missing-{missing}.jpg", Harness.Photos.Whole(missing), pace.WaitAsync);
        }

        for (var kill = 0; kill < KillsOfSecondRun; kill++)
        {
            pace.Allow(random.Next(5));
            await KillAsync(run, random, run.View.Job!.Run == 1 ? run.Retrying : null);
        }

        Assert.False(run.View.Job!.IsFinished);
        pace.AllowAll();
        await run.FinishAsync(run: 2);
        AssertCounts(run.View, Photos + Missing + 1, 2);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(job, 1), WebhookDelivery.IdOf(job, 2));
        await OutputJudge.AssertDecodableAsync(run.View.Outputs.Values);
        output.WriteLine(
            $"{run.Fetches} fetches for {Photos + (2 * Missing) + 2} wanted; {run.OutputFiles().Length - run.View.Outputs.Count} outputs "
            + $"nobody recorded; at most {run.Ledger.MostDeaths} deaths, {run.Ledger.DeathsUnderSuspicion} of them under suspicion.");
        await run.AssertDeletableAsync();
    }

    private static void AddImages(CrashRun run, Pace pace, Random random)
    {
        for (var photo = 0; photo < Photos; photo++)
        {
            var delay = random.Next(30);
            var url = run.Add($"{photo}.jpg", Harness.Photos.Whole(photo), async context =>
            {
                await pace.WaitAsync(context);
                await Task.Delay(delay, context.RequestAborted);
            });
            if (photo == Photos / 2)
            {
                run.AddUrl(url);
            }
        }

        for (var missing = 0; missing < Missing; missing++)
        {
            run.AddUrl(run.Url($"missing-{missing}.jpg"));
        }

        run.Add("corrupt.jpg", Harness.Photos.Corrupt, pace.WaitAsync);
        run.Add("truncated.jpg", Harness.Photos.Truncated, pace.WaitAsync);
    }

    /// <summary>Kills a worker while it starts, or soon after the first image it fetches.</summary>
    private static async Task KillAsync(CrashRun run, Random random, Func<WorkerSettings, WorkerSettings>? change)
    {
        var fetches = run.Fetches;
        var duringStart = random.Next(5) == 0;
        var worker = await run.StartWorkerAsync(change);
        if (!duringStart)
        {
            await worker.UntilAsync(() => run.Fetches > fetches, "a fetch");
        }

        await Task.Delay(random.Next(duringStart ? 350 : 150));
        await worker.KillAsync();
        await run.LookAsync();
    }

    private static void AssertCounts(StoreView view, int succeeded, int failed)
    {
        Assert.Equal((JobStatus.Completed, new ImageCounts(0, succeeded, failed, 0)), (view.Job!.Status, view.Job.Images));
        Assert.Equal(ImageErrorCodes.ImageCorrupt, view.Images[^2].Error!.Code);
        Assert.Equal(ImageErrorCodes.ImageTruncated, view.Images[^1].Error!.Code);
    }
}
