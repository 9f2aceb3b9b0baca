using ImageBatch.Crash.Tests.Harness;
using ImageBatch.CrashWorker;
using ImageBatch.Model;

namespace ImageBatch.Crash.Tests;

/// <summary>Several workers on one job store: one goes on where another was, and what that one still does counts for nothing.</summary>
[Collection(WorkerStores.PostgreSql)]
public sealed class TakeoverTests(ITestOutputHelper output)
{
    /// <summary>Longer than every lease and claim of a worker, and than its second dispatch.</summary>
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(1.5);

    [Fact]
    public async Task Worker_frozenAtWork_isTakenOverFrom_andItsLateResultsChangeNothing()
    {
        const int Images = 60;
        using var pace = new Pace();
        await using var run = await CrashRun.StartAsync(WorkerStores.PostgreSql);
        for (var image = 0; image < Images; image++)
        {
            run.Add($"{image}", Photos.Whole(image), pace.WaitAsync);
        }

        pace.Allow(Images / 2);
        var late = await run.StartWorkerAsync();
        await late.UntilAsync(() => late.IsReady && run.Fetches > Images / 2, "to ask for the second half of the images");
        await run.LookBesideAsync(pending: Images / 2);
        late.Freeze();

        // What the frozen worker has asked for is answered as before, the other's requests with the next photo: so an
        // output tells whose it is.
        for (var image = 0; image < Images; image++)
        {
            run.Map($"{image}", Photos.Whole(image + 1), pace.WaitAsync);
        }

        pace.AllowAll();
        await Task.Delay(Long);
        var heir = await run.StartWorkerBesideAsync();
        await run.AnnouncedAsync(heir);
        var final = await run.LookBesideAsync(pending: 0);
        Assert.Equal(new ImageCounts(0, Images, 0, 0), final.Job!.Images);

        // Some of its outputs come too late, unless it sees first that the job is finished and ends what it has in hand.
        late.Thaw();
        await Task.Delay(Long);
        await run.StopAsync(late, heir);

        Assert.Equal(final.Images, run.View.Images);
        Assert.Equal(final.Job with { Definition = run.View.Job!.Definition, Webhook = run.View.Job.Webhook }, run.View.Job);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(final.Job.Id, 1));
        await run.AssertDeletableAsync();
    }

    [Fact]
    public Task Workers_twoAtOnce_killedAtRandomMoments_loseNothingAndDoubleNothing() => Seed.UseAsync(output, KillAsync);

    /// <summary>Kills two workers a round: the first in the midst of work, the second while it goes on alone or takes over.</summary>
    private static async Task KillAsync(Random random)
    {
        const int Images = 140;
        const int Rounds = 4;
        using var pace = new Pace();
        await using var run = await CrashRun.StartAsync(WorkerStores.PostgreSql);
        for (var image = 0; image < Images; image++)
        {
            run.Add($"{image}", Photos.Whole(image), pace.WaitAsync);
        }

        for (var round = 0; round < Rounds; round++)
        {
            pace.Allow(random.Next(25));
            var fetches = run.Fetches;
            var first = await run.StartWorkerAsync();
            var second = await run.StartWorkerBesideAsync();
            await first.UntilAsync(() => run.Fetches > fetches, "a fetch of either");
            await Task.Delay(random.Next(150));
            await first.KillAsync();
            await Task.Delay(random.Next(1_000));
            await second.KillAsync();
            await run.LookAsync();
        }

        Assert.False(run.View.Job!.IsFinished);
        pace.AllowAll();
        var other = await run.StartWorkerAsync();
        var last = await run.StartWorkerBesideAsync();
        await run.AnnouncedAsync(last);
        await run.StopAsync(other, last);
        Assert.Equal(new ImageCounts(0, Images, 0, 0), run.View.Job!.Images);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(run.View.Job.Id, 1));
        await run.AssertDeletableAsync();
    }
}
