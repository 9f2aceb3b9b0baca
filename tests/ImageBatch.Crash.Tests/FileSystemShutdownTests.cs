using ImageBatch.Crash.Tests.Harness;
using ImageBatch.CrashWorker;

namespace ImageBatch.Crash.Tests;

/// <summary>Beside what every store is asked: what is the engine's own, and a disk that is full.</summary>
[Collection(WorkerStores.FileSystem)]
public sealed class FileSystemShutdownTests() : ShutdownTests(WorkerStores.FileSystem)
{
    [Fact]
    public Task Stop_inTheMiddleOfACodecThatListens_givesItsImageBack() => StopCodecAsync(BadImages.Patient);

    [Fact]
    public Task Stop_inTheMiddleOfACodecThatDoesNotListen_givesItsImageBackAllTheSame() =>
        StopCodecAsync(BadImages.Deaf);

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
        await worker.UntilAsync(() => run.Fetches == 20, "all to be fetched");
        await worker.StopAsync();
        run.SetDiskFull(false);
        Assert.Equal(20, (await run.LookAsync()).Job!.Images.Pending);
        for (var image = 0; image < 20; image++)
        {
            run.Map($"{image}", Photos.Whole(image));
        }

        await AssertFinishesAsync(run, succeeded: 20);
    }

    private static async Task StopCodecAsync(byte[] slow)
    {
        await using var run = await CrashRun.StartAsync(WorkerStores.FileSystem);
        for (var image = 0; image < 20; image++)
        {
            run.Add($"{image}", Photos.Whole(image));
        }

        run.Add("slow", slow);
        var worker = await run.StartWorkerAsync();
        await worker.UntilAsync(() => worker.IsAtBadImage, "the codec");
        await AssertUnharmedAsync(run, worker);
        run.Map("slow", Photos.Whole(20));
        await AssertFinishesAsync(run, succeeded: 21);
    }
}
