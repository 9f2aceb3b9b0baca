using ImageBatch.Crash.Tests.Harness;
using ImageBatch.Crash.Tests.Harness.Cluster;
using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.Crash.Tests;

/// <summary>
/// Three workers, two nodes that take uploads, one broker and one database, of which all but the last are killed at random
/// moments and started again, at least fifty times, while jobs come in, are worked on, and are retried.
/// </summary>
[Collection(nameof(ClusterTests))]
public sealed class ClusterTests(ITestOutputHelper output)
{
    private const int FirstUploads = 3;
    private const int KillsOfFirstRun = 38;
    private const int KillsOfSecondRun = 13;

    /// <summary>
    /// The last kills of a run are workers' alone: a dispatcher that comes back hands everything out again, and would hide
    /// that an image was lost with its worker.
    /// </summary>
    private const int KillsOfWorkers = 6;

    /// <summary>One kill in so many is the broker's, which takes seconds to come back.</summary>
    private const int KillsABroker = 20;

    [Fact]
    public Task Members_killedAtRandomMoments_loseNothingAndDoubleNothing() => Seed.UseAsync(output, RunAsync);

    private async Task RunAsync(Random random)
    {
        using var pace = new Pace();
        await using var run = await ClusterRun.StartAsync(pace);
        for (var upload = 0; upload < FirstUploads; upload++)
        {
            await run.Upload();
        }

        for (var kill = 0; kill < KillsOfFirstRun; kill++)
        {
            if (kill % 2 == 0)
            {
                _ = run.Upload();
            }

            pace.Allow(random.Next(3, 13));
            await KillAsync(run, random, await ReadyForWorkersAsync(run, KillsOfFirstRun - kill));
        }

        Assert.Contains(await run.LookAsync(), view => !view.Job!.IsFinished);
        var jobs = await FinishAsync(run, pace, number: 1, ClusterRun.CountsOfFirstRun);

        var retries = new List<Task>();
        for (var kill = 0; kill < KillsOfSecondRun; kill++)
        {
            retries.AddRange(Enumerable.Range(0, jobs.Length).Where(job => job % KillsOfSecondRun == kill).Select(run.RetryAsync));
            pace.Allow(random.Next(1, 4));
            await KillAsync(run, random, await ReadyForWorkersAsync(run, KillsOfSecondRun - kill));
        }

        await Task.WhenAll(retries);
        await FinishAsync(run, pace, number: 2, ClusterRun.CountsOfSecondRun);
        Assert.InRange(run.Members.Kills, 50, int.MaxValue);
        run.Webhooks.AssertOnly([.. jobs.SelectMany(job => new[] { WebhookDelivery.IdOf(job, 1), WebhookDelivery.IdOf(job, 2) })]);
        await run.AssertDeletableAsync();
    }

    /// <summary>Whether only workers are killed from now on; before the first of these, all others are brought back.</summary>
    private static async Task<bool> ReadyForWorkersAsync(ClusterRun run, int killsLeft)
    {
        if (killsLeft == KillsOfWorkers)
        {
            await run.Members.StartAllAsync();
        }

        return killsLeft <= KillsOfWorkers;
    }

    /// <summary>Kills a node or the broker: at once, perhaps while it starts, or when it is ready and images were fetched since the last kill.</summary>
    private static async Task KillAsync(ClusterRun run, Random random, bool onlyWorkers)
    {
        var members = run.Members;
        var atOnce = !onlyWorkers && random.Next(5) < 3;
        var victim = !onlyWorkers && members.Kills % KillsABroker == KillsABroker - 1
            ? members.Broker
            : members.DrawNode(random, onlyWorkers);
        var fetches = run.Fetches;
        if (!atOnce)
        {
            await Eventually.TrueAsync(
                () => victim.IsReady && (run.Fetches > fetches || !members.Broker.IsReady), "a fetch");
        }

        await Task.Delay(random.Next(atOnce ? 350 : 150));
        await members.KillAsync(victim);
        members.ReviveSome(random);
        if (members.Kills % 8 == 0)
        {
            await run.LookAsync();
        }
    }

    /// <summary>Lets all live and end a run of all jobs, and judges it by the store and by each of the nodes.</summary>
    private async Task<JobId[]> FinishAsync(ClusterRun run, Pace pace, int number, ImageCounts counts)
    {
        pace.AllowAll();
        await run.Members.StartAllAsync();
        var jobs = await run.UploadedAsync();
        var views = await run.FinishedAsync(number);
        Assert.Equal(jobs.Order(), views.Select(view => view.Job!.Id).Order());
        Assert.All(views, view => Assert.Equal((JobStatus.Completed, counts), (view.Job!.Status, view.Job.Images)));
        foreach (var job in jobs)
        {
            Assert.All(await run.Api.ReadStatusAsync(job), status => Assert.Equal(
                [number, counts.Total, counts.Succeeded, counts.Failed],
                new[] { "run", "total", "succeeded", "failed" }.Select(count => status.GetProperty(count).GetInt32())));
        }

        await OutputJudge.AssertDecodableAsync(views.SelectMany(view => view.Outputs.Values));
        output.WriteLine(
            $"Run {number}: {run.Members.Kills} kills, {run.Fetches} fetches, {run.Webhooks.Received.Count} webhooks, "
            + $"{run.OutputFiles().Length - views.Sum(view => view.Outputs.Count)} outputs nobody recorded.");
        return jobs;
    }
}
