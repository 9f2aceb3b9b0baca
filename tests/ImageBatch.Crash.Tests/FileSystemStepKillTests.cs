using ImageBatch.Crash.Tests.Harness;
using ImageBatch.CrashWorker;
using ImageBatch.FileSystem.Jobs;
using ImageBatch.Model;

namespace ImageBatch.Crash.Tests;

/// <summary>Beside what every store is asked: workers that end before a call of the disk.</summary>
[Collection(WorkerStores.FileSystem)]
public sealed class FileSystemStepKillTests() : StepKillTests(WorkerStores.FileSystem)
{
    /// <summary>So many that the journal is compacted some ten times: there is work left at the last of the calls.</summary>
    private const int Images = 800;

    /// <summary>Between them they are made while a store opens, while work is recorded, and while that is compacted.</summary>
    private static readonly (string Call, int Count)[] Calls =
    [
        (nameof(Disk.Write), 20), (nameof(Disk.Flush), 10), (nameof(Disk.SetLength), 1), (nameof(Disk.FlushFolder), 8),
        (nameof(Disk.MoveFile), 1), (nameof(Disk.MoveFile), 2), (nameof(Disk.MoveFile), 3),
    ];

    [Fact]
    public async Task Worker_killedBeforeCallsOfTheDisk_losesNothingAndDoublesNothing()
    {
        await using var run = await CrashRun.StartAsync(WorkerStores.FileSystem);
        for (var image = 0; image < Images; image++)
        {
            // Not so fast that the job ends while the journal is compacted.
            run.Add($"{image}.jpg", Photos.Whole(image), context => Task.Delay(10, context.RequestAborted));
        }

        Assert.Null((await run.KillAtAsync(nameof(Disk.MoveFolder))).Job);
        foreach (var (call, count) in Calls)
        {
            Assert.False((await run.KillAtAsync(call, count)).Job!.IsFinished, $"{call} {count}");
        }

        await run.FinishAsync();
        Assert.Equal(new ImageCounts(0, Images, 0, 0), run.View.Job!.Images);
        run.Webhooks.AssertOnly(WebhookDelivery.IdOf(run.View.Job.Id, 1));
        await run.AssertDeletableAsync();
    }
}
