using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests how a job store finishes jobs: once a run, with the delivery in the same write.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreCompletionConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>The last image that becomes final finishes the job; one success is enough to complete it.</summary>
    [Theory]
    [InlineData(3, JobStatus.Completed)]
    [InlineData(1, JobStatus.Completed)]
    [InlineData(0, JobStatus.Failed)]
    public virtual async Task SaveAsync_last_result_finishes_the_job(int succeeded, JobStatus expected)
    {
        var job = await Store.AddAsync(3);
        Wait(seconds: 1);

        var finished = await Store.FinishAsync(job, succeeded);

        Assert.Equal((expected, Now, 1), (finished.Status, finished.FinishedAt, finished.Run));
        Assert.Equal(new ImageCounts(0, succeeded, 3 - succeeded, 0), finished.Images);
        Same.Jobs(finished, await Store.AssertCountersAsync(job.Id));
    }

    /// <summary>While an image is pending the job is not finished.</summary>
    [Fact]
    public virtual async Task SaveAsync_result_before_the_last_finishes_nothing()
    {
        var job = await Store.AddAsync(2, Catalogue.Webhook);

        var result = await Store.SaveAsync(Events.Succeeded(job.Key(1)));

        Assert.Empty(result.Completed);
        Assert.Null((await Store.FindAsync(job.Id)).FinishedAt);
        Assert.Empty(await Store.ClaimAsync());
    }

    /// <summary>One batch may finish several jobs, each named once.</summary>
    [Fact]
    public virtual async Task SaveAsync_batch_that_finishes_several_jobs_names_each_once()
    {
        var first = await Store.AddAsync(2);
        var second = await Store.AddAsync(1);
        var third = await Store.AddAsync(2);

        var result = await Store.SaveAsync(
            Events.Succeeded(first.Key(0)),
            Events.Failed(second.Key(0)),
            Events.Succeeded(third.Key(0)),
            Events.Succeeded(first.Key(1)),
            Events.Failed(first.Key(1)),
            Events.Started(second.Key(0)));

        Assert.Equal(new[] { first.Id, second.Id }.Order(), result.Completed.Select(job => job.Id).Order());
        foreach (var completed in result.Completed)
        {
            Same.Jobs(completed, await Store.AssertCountersAsync(completed.Id));
        }
    }

    /// <summary>Copies finish with their first, and the job with them.</summary>
    [Fact]
    public virtual async Task SaveAsync_result_whose_copies_are_the_last_finishes_the_job()
    {
        var job = await Store.AddAsync(Catalogue.FromUrls([["https://a.test/1"], ["https://a.test/2", "https://a.test/1"]]));
        await Store.SaveAsync(Events.Succeeded(job.Key(1)));

        var result = await Store.SaveAsync(Events.Failed(job.Key(0)));

        Assert.Equal(new ImageCounts(0, 1, 2, 0), Assert.Single(result.Completed).Images);
    }

    /// <summary>A job finishes once: repeats of the last event finish nothing and announce nothing.</summary>
    [Fact]
    public virtual async Task SaveAsync_last_result_again_finishes_nothing()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        ImageEvent[] batch = [Events.Started(job.Key(0)), Events.Succeeded(job.Key(0))];
        Assert.Single((await Store.SaveAsync(batch)).Completed);
        var finished = await Store.FindAsync(job.Id);
        Wait(seconds: 1);

        var again = await Store.SaveAsync(batch);

        Assert.Empty(again.Completed);
        Assert.Empty(again.Unknown);
        Same.Jobs(finished, await Store.FindAsync(job.Id));
        Assert.Single(await Store.ClaimAsync());
    }

    /// <summary>The write that finishes a job makes its delivery due.</summary>
    [Fact]
    public virtual async Task SaveAsync_last_result_makes_the_delivery_due()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        Wait(seconds: 1);

        var finished = await Store.FinishAsync(job, succeeded: 1);
        var delivery = await Store.ClaimOneAsync();

        Assert.Equal(
            new JobWebhook
            {
                Url = Catalogue.Webhook,
                Id = WebhookDelivery.IdOf(job.Id, 1),
                State = WebhookState.Pending,
                NextAttemptAt = Now,
            },
            finished.Webhook);
        Assert.NotEqual(Guid.Empty, delivery.Claim);
        Assert.Equal(
            new WebhookDelivery
            {
                Id = WebhookDelivery.IdOf(job.Id, 1),
                Job = job.Id,
                Run = 1,
                Url = Catalogue.Webhook,
                Attempts = 0,
                Claim = delivery.Claim,
            },
            delivery);
    }

    /// <summary>A job without a webhook is announced to no one.</summary>
    [Fact]
    public virtual async Task SaveAsync_last_result_without_a_webhook_makes_no_delivery()
    {
        var job = await Store.AddAsync(1);

        var finished = await Store.FinishAsync(job, succeeded: 1);

        Assert.Null(finished.Webhook);
        Assert.Empty(await Store.ClaimAsync());
    }

    /// <summary>Each run finishes the job anew, with a delivery of its own.</summary>
    [Fact]
    public virtual async Task SaveAsync_last_result_of_the_next_run_finishes_the_job_again()
    {
        var job = await Store.AddAsync(2, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 0);
        var retried = await Store.RetryAsync(job.Id);
        Wait(seconds: 1);

        var finished = await Store.FinishAsync(retried, succeeded: 1);

        Assert.Equal((JobStatus.Completed, 2, Now), (finished.Status, finished.Run, finished.FinishedAt));
        Assert.Equal(WebhookDelivery.IdOf(job.Id, 2), finished.Webhook!.Id);
        Assert.Equal(
            [WebhookDelivery.IdOf(job.Id, 1), WebhookDelivery.IdOf(job.Id, 2)],
            (await Store.ClaimAsync()).Select(delivery => delivery.Id));
    }

    /// <summary>A late last result of an older run does not finish the new one.</summary>
    [Fact]
    public virtual async Task SaveAsync_late_result_of_an_older_run_finishes_nothing()
    {
        var job = await Store.AddAsync(2);
        await Store.FinishAsync(job, succeeded: 1);
        var retried = await Store.RetryAsync(job.Id);

        var result = await Store.SaveAsync(Events.Succeeded(job.Key(0)), Events.Succeeded(job.Key(1)));

        Assert.Empty(result.Completed);
        Same.Jobs(retried, await Store.AssertCountersAsync(job.Id));
    }
}
