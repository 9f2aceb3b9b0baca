using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Cancel, retry and delete while results are in flight.</summary>
public sealed class ChangeTests
{
    [Fact]
    public async Task Cancel_withImagesInFlight_ignoresTheirResults()
    {
        await using var host = await EngineHost.StartAsync();
        using var release = new ManualResetEventSlim();
        using var inCodec = new SemaphoreSlim(0);
        host.Codec.OnCompress = (_, _) =>
        {
            inCodec.Release();
            release.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
        };
        var hook = host.Server.MapStatus("/hook", 204);
        var job = await host.SubmitAsync(
            Enumerable.Range(0, 50).Select(i => host.Server.MapBytes($"/{i}", TestImages.Bmp(200, i))), hook);
        Assert.True(await inCodec.WaitAsync(TimeSpan.FromSeconds(20)));

        var cancelled = await host.Client.CancelAsync(job.Id);
        release.Set();
        await Eventually.TrueAsync(() => host.Server.Hits("/hook") == 1, "the webhook of a cancelled job");
        await Eventually.TrueAsync(() => host.Get<ImageBatch.Processing.ByteBudget>().Reserved == 0, "the work to end");

        Assert.Equal(JobChangeOutcome.Changed, cancelled.Outcome);
        var after = await host.FindAsync(job.Id);
        Assert.Equal(JobStatus.Cancelled, after.Status);
        Assert.Equal(new ImageCounts(0, 0, 0, 50), after.Images);
        Assert.All(await host.ImagesAsync(job.Id), image => Assert.Equal(ImageStatus.Cancelled, image.Status));
        Assert.Equal(JobChangeOutcome.Finished, (await host.Client.CancelAsync(job.Id)).Outcome);
    }

    [Fact]
    public async Task RetryFailed_runsOnlyWhatFailed_andIgnoresResultsOfTheRunBefore()
    {
        await using var host = await EngineHost.StartAsync();
        var broken = true;
        var good = host.Server.MapBytes("/good", TestImages.Bmp());
        var mends = host.Server.Map("/mends", async context =>
        {
            context.Response.StatusCode = broken ? 404 : 200;
            await context.Response.Body.WriteAsync(TestImages.Bmp());
        });
        var job = await host.SubmitAsync([good, mends]);
        Assert.Equal(JobChangeOutcome.NotFinished, (await EarlyRetryAsync(host)).Outcome);
        await host.FinishedAsync(job.Id);

        broken = false;
        var retried = await host.Client.RetryFailedAsync(job.Id);
        await host.Get<IJobStore>().SaveAsync(
            [new ImageFailed(new ImageKey(job.Id, 1, 1), new ImageError(ImageErrorCodes.DownloadStatus, "late"))]);
        var finished = await Eventually.GetAsync(
            async () => await host.FindAsync(job.Id) is { IsFinished: true, Run: 2 } found ? found : null, "run 2");

        Assert.Equal((JobChangeOutcome.Changed, 2, JobStatus.Processing), (retried.Outcome, retried.Job!.Run, retried.Job.Status));
        Assert.Equal(new ImageCounts(0, 2, 0, 0), finished.Images);
        Assert.Equal(1, host.Server.Hits("/good"));
        Assert.Equal(2, host.Server.Hits("/mends"));
        Assert.Equal(JobChangeOutcome.NothingFailed, (await host.Client.RetryFailedAsync(job.Id)).Outcome);
    }

    [Fact]
    public async Task Delete_withImagesInFlight_leavesNoOutputBehind()
    {
        await using var host = await EngineHost.StartAsync();
        using var release = new ManualResetEventSlim();
        using var inCodec = new SemaphoreSlim(0);
        host.Codec.OnCompress = (input, _) =>
        {
            if (input.Length == 666)
            {
                inCodec.Release();
                release.Wait(TimeSpan.FromSeconds(20), CancellationToken.None);
            }
        };
        var job = await host.SubmitAsync(Enumerable.Range(0, 10)
            .Select(i => host.Server.MapBytes($"/{i}", TestImages.Bmp(i == 9 ? 666 : 200, i))));
        Assert.True(await inCodec.WaitAsync(TimeSpan.FromSeconds(20)));
        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Succeeded == 9 ? job : null, "the other nine");
        var outputs = await host.ImagesAsync(job.Id);
        Assert.True(OutputKey.TryCreate(job.Id, outputs[0].Output!.Name, out var key));
        await using (var before = await host.Client.OpenOutputAsync(key))
        {
            Assert.NotNull(before);
        }

        Assert.True(await host.Client.DeleteAsync(job.Id));
        release.Set();
        await Eventually.TrueAsync(() => host.Get<ImageBatch.Processing.ByteBudget>().Reserved == 0, "the work to end");

        var late = OutputKey.Create(job.Id, 9, TestImages.Bmp(666, 9).AsSpan(0, 333), ImageFormat.Bmp);
        Assert.Null(await host.Client.FindAsync(job.Id));
        Assert.Null(await host.Client.OpenOutputAsync(key));
        await Eventually.GetAsync(
            async () => await host.Client.OpenOutputAsync(late) is null ? "gone" : null, "the late output to go");
        Assert.False(await host.Client.DeleteAsync(job.Id));
    }

    private static async Task<JobChangeResult> EarlyRetryAsync(EngineHost host)
    {
        var slow = await host.SubmitAsync([host.Server.MapSilence("/slow")]);
        var result = await host.Client.RetryFailedAsync(slow.Id);
        await host.Client.DeleteAsync(slow.Id);
        return result;
    }
}
