using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests how a job store starts the next run of a job with its failed images.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreRetryingConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>Failed images are pending again, in the next run; what succeeded stays.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_makes_the_failed_images_pending_in_the_next_run()
    {
        var job = await Store.AddAsync(4);
        await Store.SaveAsync(Events.Started(job.Key(0)));
        Wait(seconds: 1);
        var finished = await Store.FinishAsync(job, succeeded: 2);
        Wait(seconds: 1);

        var retried = await Store.RetryAsync(job.Id);

        Same.Jobs(
            finished with { Run = 2, Status = JobStatus.Processing, FinishedAt = null, Images = new ImageCounts(2, 2, 0, 0) },
            retried);
        Same.Jobs(retried, await Store.AssertCountersAsync(job.Id));
        Assert.Equal([2, 3], (await Store.PendingAsync(job.Id)).Select(image => image.Index));
        Assert.Equal(Events.Output(job.Key(1)), (await Store.ImagesAsync(job.Id))[1].Output);
    }

    /// <summary>Workers are given the failed images under the new run alone.</summary>
    [Fact]
    public virtual async Task LoadAsync_after_a_retry_knows_the_new_run_alone()
    {
        var job = await Store.AddAsync(2);
        await Store.FinishAsync(job, succeeded: 1);
        var retried = await Store.RetryAsync(job.Id);

        var works = await Jobs.LoadAsync([job.Key(0), job.Key(1), retried.Key(0), retried.Key(1)], Token);

        Assert.Equal(retried.Key(1), Assert.Single(works).Key);
    }

    /// <summary>The new run's results count; the job may go from failed to completed.</summary>
    [Fact]
    public virtual async Task SaveAsync_results_of_the_next_run_are_stored()
    {
        var job = await Store.AddAsync(2);
        Assert.Equal(JobStatus.Failed, (await Store.FinishAsync(job, succeeded: 0)).Status);
        var retried = await Store.RetryAsync(job.Id);

        await Store.SaveAsync(Events.Succeeded(retried.Key(0)), Events.Failed(retried.Key(1)));

        var finished = await Store.AssertCountersAsync(job.Id);
        var images = await Store.ImagesAsync(job.Id);
        Assert.Equal(JobStatus.Completed, finished.Status);
        Assert.Equal(Events.Output(retried.Key(0)), images[0].Output);
        Assert.Equal(Events.Error(retried.Key(1)), images[1].Error);
    }

    /// <summary>A job can be retried as often as something failed.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_again_and_again_counts_the_runs()
    {
        var job = await Store.AddAsync(4);
        for (var run = 1; run <= 3; run++)
        {
            Assert.Equal(run, job.Run);
            var finished = await Store.FinishAsync(job, succeeded: 1);
            Assert.Equal(new ImageCounts(0, run, 4 - run, 0), finished.Images);
            job = await Store.RetryAsync(job.Id);
        }

        var last = await Store.FinishAsync(job, succeeded: 1);
        Assert.Equal((4, new ImageCounts(0, 4, 0, 0)), (last.Run, last.Images));
        await Store.AssertCountersAsync(job.Id);
    }

    /// <summary>Copies are retried with their first.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_makes_failed_copies_pending_too()
    {
        var job = await Store.AddAsync(Catalogue.FromUrls([["https://a.test/1", "https://a.test/2", "https://a.test/1"]]));
        await Store.SaveAsync(Events.Failed(job.Key(0)), Events.Succeeded(job.Key(1)));

        var retried = await Store.RetryAsync(job.Id);
        Assert.Equal(new ImageCounts(2, 1, 0, 0), retried.Images);

        var result = await Store.SaveAsync(Events.Succeeded(retried.Key(0)));
        Assert.Equal(new ImageCounts(0, 3, 0, 0), Assert.Single(result.Completed).Images);
        await Store.AssertCountersAsync(job.Id);
    }

    /// <summary>
    /// A cancelled job whose images failed in part can be retried. Its cancelled images stay cancelled and have no
    /// say in how the new run ends.
    /// </summary>
    [Theory]
    [InlineData(1, JobStatus.Completed)]
    [InlineData(0, JobStatus.Failed)]
    public virtual async Task ChangeAsync_retry_cancelled_job_leaves_cancelled_images_alone(int succeeded, JobStatus expected)
    {
        var job = await Store.AddAsync(4);
        await Store.SaveAsync(Events.Failed(job.Key(0)), Events.Failed(job.Key(1)));
        await Store.CancelAsync(job.Id);

        var retried = await Store.RetryAsync(job.Id);
        Assert.Equal((JobStatus.Processing, new ImageCounts(2, 0, 0, 2)), (retried.Status, retried.Images));

        var finished = await Store.FinishAsync(retried, succeeded);
        Assert.Equal((expected, new ImageCounts(0, succeeded, 2 - succeeded, 2)), (finished.Status, finished.Images));
        await Store.AssertCountersAsync(job.Id);
    }

    /// <summary>An unfinished job cannot be retried.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_unfinished_job_is_refused()
    {
        var job = await Store.AddAsync(2);
        await Store.SaveAsync(Events.Failed(job.Key(0)));

        await AssertRefusedAsync(await Store.FindAsync(job.Id), JobChangeOutcome.NotFinished);
    }

    /// <summary>A retried job cannot be retried again before its run is finished.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_retried_job_is_refused()
    {
        var job = await Store.AddAsync(2);
        await Store.FinishAsync(job, succeeded: 0);

        await AssertRefusedAsync(await Store.RetryAsync(job.Id), JobChangeOutcome.NotFinished);
    }

    /// <summary>A job of which nothing failed cannot be retried, cancelled or not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public virtual async Task ChangeAsync_retry_job_without_failures_is_refused(bool cancelled)
    {
        var job = await Store.AddAsync(2);
        await Store.SaveAsync(Events.Succeeded(job.Key(0)));
        var finished = cancelled ? await Store.CancelAsync(job.Id) : await Store.FinishAsync(job, succeeded: 1);

        await AssertRefusedAsync(finished, JobChangeOutcome.NothingFailed);
    }

    /// <summary>A job that does not exist cannot be retried.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_unknown_job_is_not_found() => Assert.Equal(
        new JobChangeResult(JobChangeOutcome.NotFound, null),
        await Jobs.ChangeAsync(Store.NewId(), new JobChange.RetryFailed(), Token));

    /// <summary>The webhook waits for the new run; what is due of the older run stays due.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_makes_the_webhook_wait_and_keeps_the_older_delivery()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 0);
        await Outbox.SaveAttemptAsync(
            await Store.ClaimOneAsync(), new WebhookAttempt(WebhookState.Pending, 500, "error", Now.AddSeconds(5)), Token);

        var retried = await Store.RetryAsync(job.Id);
        Wait(seconds: 5);
        var older = await Store.ClaimOneAsync();

        Assert.Equal(new JobWebhook { Url = Catalogue.Webhook }, retried.Webhook);
        Assert.Equal((WebhookDelivery.IdOf(job.Id, 1), 1, 1), (older.Id, older.Run, older.Attempts));
    }

    private async Task AssertRefusedAsync(Job before, JobChangeOutcome expected)
    {
        var result = await Jobs.ChangeAsync(before.Id, new JobChange.RetryFailed(), Token);

        Assert.Equal(expected, result.Outcome);
        Same.Jobs(before, result.Job!);
        Same.Jobs(before, await Store.AssertCountersAsync(before.Id));
    }
}
