using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests that a deleted job is gone from a job store, with all that belongs to it.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreDeletingConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>No method finds a deleted job, whether it was finished or not.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public virtual async Task DeleteAsync_job_is_gone_from_every_method(bool finished)
    {
        var job = await Store.AddAsync(3, Catalogue.Webhook);
        await Store.SaveAsync(Events.Started(job.Key(0)), Events.Succeeded(job.Key(1)));
        if (finished)
        {
            await Store.FinishAsync(job, succeeded: 1);
        }

        Assert.True(await Jobs.DeleteAsync(job.Id, Token));

        Assert.Null(await Jobs.FindAsync(job.Id, Token));
        Assert.Empty(await Store.UnfinishedAsync());
        Assert.Empty(await Jobs.QueryAsync(JobQuery.Finished(Now.AddDays(1)), Token));
        Assert.Empty(await Jobs.ReadProductsAsync(job.Id, -1, 10, Token));
        Assert.Empty(await Jobs.ReadImagesAsync(job.Id, null, -1, 10, Token));
        Assert.Empty(await Jobs.LoadAsync([job.Key(0)], Token));
        Assert.Equal([job.Id], (await Store.SaveAsync(Events.Succeeded(job.Key(0)))).Unknown);
        foreach (var change in new JobChange[] { new JobChange.Cancel(), new JobChange.RetryFailed(), new JobChange.SetWebhook(Catalogue.Webhook) })
        {
            Assert.Equal(new JobChangeResult(JobChangeOutcome.NotFound, null), await Jobs.ChangeAsync(job.Id, change, Token));
        }

        Assert.Empty(await Store.ClaimAsync());
    }

    /// <summary>A job that does not exist, or no longer, is not deleted.</summary>
    [Fact]
    public virtual async Task DeleteAsync_unknown_job_answers_false()
    {
        var job = await Store.AddAsync(1);
        await Jobs.DeleteAsync(job.Id, Token);

        Assert.False(await Jobs.DeleteAsync(job.Id, Token));
        Assert.False(await Jobs.DeleteAsync(Store.NewId(), Token));
    }

    /// <summary>Deliveries of every run go with the job, those that are claimed among them.</summary>
    [Fact]
    public virtual async Task DeleteAsync_job_takes_the_deliveries_of_all_runs_with_it()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 0);
        var claimed = await Store.ClaimOneAsync();
        await Outbox.SaveBodyAsync(claimed.Id, "body"u8.ToArray(), Token);
        await Store.FinishAsync(await Store.RetryAsync(job.Id), succeeded: 1);

        await Jobs.DeleteAsync(job.Id, Token);

        Wait(StoreDriver.Lease.TotalSeconds + 1);
        Assert.Empty(await Store.ClaimAsync());
        Assert.Null(await Outbox.SaveBodyAsync(claimed.Id, "body"u8.ToArray(), Token));
        await Outbox.SaveAttemptAsync(claimed, new WebhookAttempt(WebhookState.Pending, 500, "error", Now), Token);
        Assert.Empty(await Store.ClaimAsync());
    }

    /// <summary>Other jobs keep all they have.</summary>
    [Fact]
    public virtual async Task DeleteAsync_job_leaves_other_jobs_alone()
    {
        var deleted = await Store.AddAsync(2, Catalogue.Webhook);
        var finished = await Store.AddAsync(2, Catalogue.Webhook);
        var unfinished = await Store.AddAsync(2);
        await Store.FinishAsync(deleted, succeeded: 1);
        finished = await Store.FinishAsync(finished, succeeded: 1);

        await Jobs.DeleteAsync(deleted.Id, Token);

        Same.Jobs(finished, await Store.AssertCountersAsync(finished.Id));
        Same.Jobs(unfinished, await Store.AssertCountersAsync(unfinished.Id));
        Assert.Equal(finished.Webhook!.Id, (await Store.ClaimOneAsync()).Id);
        Assert.Equal(2, (await Jobs.ReadProductsAsync(unfinished.Id, -1, 10, Token)).Count);
    }
}
