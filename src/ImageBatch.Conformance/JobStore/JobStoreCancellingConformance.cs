using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests how a job store cancels jobs.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreCancellingConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>Cancelling makes every pending image cancelled, and no other, and finishes the job.</summary>
    [Fact]
    public virtual async Task ChangeAsync_cancel_finishes_the_job_with_its_pending_images_cancelled()
    {
        var job = await Store.AddAsync(5);
        await Store.SaveAsync(Events.Succeeded(job.Key(0)), Events.Failed(job.Key(1)), Events.Started(job.Key(2)));
        Wait(seconds: 1);

        var cancelled = await Store.CancelAsync(job.Id);

        Assert.Equal((JobStatus.Cancelled, Now, 1), (cancelled.Status, cancelled.FinishedAt, cancelled.Run));
        Assert.Equal(new ImageCounts(0, 1, 1, 3), cancelled.Images);
        Same.Jobs(cancelled, await Store.AssertCountersAsync(job.Id));
        Assert.Equal(
            [ImageStatus.Succeeded, ImageStatus.Failed, ImageStatus.Cancelled, ImageStatus.Cancelled, ImageStatus.Cancelled],
            (await Store.ImagesAsync(job.Id)).Select(image => image.Status));
        Assert.Empty(await Jobs.LoadAsync([job.Key(2), job.Key(3)], Token));
    }

    /// <summary>A job on which no work has started is cancelled as any other.</summary>
    [Fact]
    public virtual async Task ChangeAsync_cancel_before_any_start_finishes_the_job()
    {
        var job = await Store.AddAsync(2);

        var cancelled = await Store.CancelAsync(job.Id);

        Assert.Equal((JobStatus.Cancelled, null), (cancelled.Status, cancelled.StartedAt));
        Assert.Equal(new ImageCounts(0, 0, 0, 2), cancelled.Images);
    }

    /// <summary>Cancelling announces the job as any other finish does, in the same write.</summary>
    [Fact]
    public virtual async Task ChangeAsync_cancel_makes_the_delivery_due()
    {
        var job = await Store.AddAsync(2, Catalogue.Webhook);

        var cancelled = await Store.CancelAsync(job.Id);

        Assert.Equal((WebhookState.Pending, Now), (cancelled.Webhook!.State, cancelled.Webhook.NextAttemptAt));
        Assert.Equal(cancelled.Webhook.Id, (await Store.ClaimOneAsync()).Id);
    }

    /// <summary>A finished job cannot be cancelled; it stays as it is.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(0)]
    public virtual async Task ChangeAsync_cancel_finished_job_is_refused(int succeeded)
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        var finished = await Store.FinishAsync(job, succeeded);
        Wait(seconds: 1);

        await AssertRefusedAsync(finished);
    }

    /// <summary>Cancelling twice is cancelling once.</summary>
    [Fact]
    public virtual async Task ChangeAsync_cancel_cancelled_job_is_refused()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        var cancelled = await Store.CancelAsync(job.Id);
        Wait(seconds: 1);

        await AssertRefusedAsync(cancelled);
    }

    /// <summary>A job that does not exist cannot be cancelled.</summary>
    [Fact]
    public virtual async Task ChangeAsync_cancel_unknown_job_is_not_found() => Assert.Equal(
        new JobChangeResult(JobChangeOutcome.NotFound, null),
        await Jobs.ChangeAsync(Store.NewId(), new JobChange.Cancel(), Token));

    /// <summary>The next run of a job can be cancelled too; what succeeded before stays.</summary>
    [Fact]
    public virtual async Task ChangeAsync_cancel_next_run_finishes_it()
    {
        var job = await Store.AddAsync(3, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 1);
        await Store.RetryAsync(job.Id);

        var cancelled = await Store.CancelAsync(job.Id);

        Assert.Equal((JobStatus.Cancelled, 2), (cancelled.Status, cancelled.Run));
        Assert.Equal(new ImageCounts(0, 1, 0, 2), (await Store.AssertCountersAsync(job.Id)).Images);
        Assert.Equal(2, (await Store.ClaimAsync()).Count);
    }

    private async Task AssertRefusedAsync(Job finished)
    {
        var result = await Jobs.ChangeAsync(finished.Id, new JobChange.Cancel(), Token);

        Assert.Equal(JobChangeOutcome.Finished, result.Outcome);
        Same.Jobs(finished, result.Job!);
        Same.Jobs(finished, await Store.AssertCountersAsync(finished.Id));
        Assert.Single(await Store.ClaimAsync());
    }
}
