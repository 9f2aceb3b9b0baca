using ImageBatch.Crash.Tests.Harness;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.Crash.Tests;

/// <summary>Images that end every process that decodes them.</summary>
public abstract class PoisonTests(string store)
{
    private const int Images = 100;

    [Fact]
    public Task Poison_failsAtItsThirdDeath_andTheRestSucceeds() => RunAsync(poisons: [41], mostDeaths: 3);

    protected async Task RunAsync(int[] poisons, int mostDeaths)
    {
        await using var run = await CrashRun.StartAsync(store);
        for (var image = 0; image < Images; image++)
        {
            var isPoison = poisons.Contains(image);
            var url = run.Add($"{image}", isPoison ? BadImages.Poison : Photos.Whole(image));
            if (isPoison)
            {
                run.Ledger.Guilty.Add(url);
            }
        }

        var deaths = 0;
        for (var before = run.View; !run.View.Job?.IsFinished ?? true; before = run.View)
        {
            var worker = await run.StartWorkerAsync();
            await Eventually.TrueAsync(() => worker.HasExited || (worker.IsReady && run.Webhooks.HasRun(1)), "the end of worker or job");
            if (worker.HasExited)
            {
                await worker.EndedAsync();
                Assert.True(worker.IsAtBadImage, worker.Output);
                deaths++;
                AssertSuspectsDiedAlone(before, await run.LookAsync(), poisons);
            }
            else
            {
                await run.StopAsync(worker);
            }
        }

        Assert.InRange(deaths, 3, mostDeaths);
        Assert.Equal(new ImageCounts(0, Images - poisons.Length, poisons.Length, 0), run.View.Job!.Images);
        Assert.All(poisons, poison => Assert.Equal(ImageErrorCodes.WorkerCrashed, run.View.Images[poison].Error!.Code));
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(run.View.Job.Id, 1));
    }

    /// <summary>Where an image died that was under suspicion, it is a poison, and no other image died with it.</summary>
    private static void AssertSuspectsDiedAlone(StoreView before, StoreView after, int[] poisons)
    {
        var died = after.Deaths.Keys
            .Where(image => after.Deaths[image] > before.Deaths.GetValueOrDefault(image)).ToArray();
        Assert.NotEmpty(died.Intersect(poisons));
        if (died.Any(image => before.Deaths.GetValueOrDefault(image) > 0))
        {
            Assert.Single(died);
        }
    }
}
