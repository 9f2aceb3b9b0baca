using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests that what a durable job store has answered is there after it was dropped and opened again.</summary>
/// <typeparam name="TFixture">Makes the store, and opens it again.</typeparam>
public abstract class JobStoreDurabilityConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, IReopenable, new()
{
    /// <summary>Jobs, products and images come back as they were.</summary>
    [Fact]
    public virtual async Task Reopening_brings_jobs_products_and_images_back()
    {
        var products = Catalogue.FromUrls(
            Enumerable.Range(0, 300).Select(row => new[] { $"https://a.test/{row % 250}", $"https://b.test/{row}" }));
        var job = await Store.AddAsync(products, Catalogue.Webhook);
        await Store.SaveAsync(Events.Started(job.Key(0)), Events.Started(job.Key(1)));
        await Store.SaveAsync([.. Enumerable.Range(1, 100).Select(i => i % 3 == 0 ? Events.Failed(job.Key(i)) : (ImageEvent)Events.Succeeded(job.Key(i)))]);
        var before = await Store.FindAsync(job.Id);
        var images = await Store.ImagesAsync(job.Id);

        await Fixture.ReopenAsync();

        Same.Jobs(before, await Store.AssertCountersAsync(job.Id));
        Assert.Equal(images, await Store.ImagesAsync(job.Id));
        Same.Products(products, await Jobs.ReadProductsAsync(job.Id, -1, 1_000, Token));
        Assert.Equal(job.Id, Assert.Single(await Store.UnfinishedAsync()).Id);
        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));
        Assert.Equal([job.Key(0)], await Jobs.ReadSuspectsAsync(job.Id, 100, Token));
    }

    /// <summary>Each state of a job comes back: finished, cancelled, retried, deleted.</summary>
    [Fact]
    public virtual async Task Reopening_brings_changes_back()
    {
        var finished = await Store.FinishAsync(await Store.AddAsync(2), succeeded: 1);
        var cancelled = await Store.CancelAsync((await Store.AddAsync(2, Catalogue.Webhook)).Id);
        var retried = await Store.AddAsync(3, Catalogue.Webhook);
        await Store.FinishAsync(retried, succeeded: 1);
        retried = await Store.RetryAsync(retried.Id);
        var deleted = await Store.AddAsync(2);
        await Jobs.DeleteAsync(deleted.Id, Token);

        await Fixture.ReopenAsync();

        Same.Jobs(finished, await Store.AssertCountersAsync(finished.Id));
        Same.Jobs(cancelled, await Store.AssertCountersAsync(cancelled.Id));
        Same.Jobs(retried, await Store.AssertCountersAsync(retried.Id));
        Assert.Null(await Jobs.FindAsync(deleted.Id, Token));
        Assert.Equal((2, JobStatus.Completed), (await Store.FinishAsync(retried, succeeded: 2)) is var job ? (job.Run, job.Status) : default);
    }

    /// <summary>Events that were saved before count for nothing when they come again.</summary>
    [Fact]
    public virtual async Task Reopening_knows_events_that_were_saved_before()
    {
        var job = await Store.AddAsync(3);
        ImageEvent[] batch = [Events.Started(job.Key(0)), Events.Started(job.Key(1)), Events.Succeeded(job.Key(1))];
        await Store.SaveAsync(batch);
        var before = await Store.FindAsync(job.Id);

        await Fixture.ReopenAsync();
        await Store.SaveAsync(batch);

        Same.Jobs(before, await Store.AssertCountersAsync(job.Id));
        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));
    }

    /// <summary>A run that goes on after a restart finishes the job once, whoever saves what the run before has made.</summary>
    [Fact]
    public virtual async Task Reopening_during_a_run_finishes_the_job_once()
    {
        var job = await Store.AddAsync(20, Catalogue.Webhook);
        var events = Enumerable.Range(0, 20).Select(index => Events.Succeeded(job.Key(index))).ToArray<ImageEvent>();
        await Store.SaveAsync(events[..15]);

        await Fixture.ReopenAsync();
        var results = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() => Store.SaveAsync(events))));
        await Fixture.ReopenAsync();
        var late = await Store.SaveAsync(events);

        Assert.Single(results.SelectMany(result => result.Completed));
        Assert.Empty(late.Completed);
        Assert.Equal(new ImageCounts(0, 20, 0, 0), (await Store.AssertCountersAsync(job.Id)).Images);
        await Store.ClaimOneAsync();
    }

    /// <summary>Results of a run that ended before the restart say nothing of the one that began.</summary>
    [Fact]
    public virtual async Task Reopening_after_a_retry_ignores_late_results_of_the_older_run()
    {
        var job = await Store.AddAsync(2);
        await Store.FinishAsync(job, succeeded: 0);
        var retried = await Store.RetryAsync(job.Id);

        await Fixture.ReopenAsync();
        var result = await Store.SaveAsync(
            Events.Started(job.Key(0)), Events.Succeeded(job.Key(0)), Events.Failed(job.Key(1)));

        Assert.Empty(result.Completed);
        Same.Jobs(retried, await Store.AssertCountersAsync(job.Id));
        Assert.Equal(0, await Store.DeathsAsync(retried.Key(0)));
    }

    /// <summary>Idempotency keys come back with their jobs.</summary>
    [Fact]
    public virtual async Task Reopening_brings_idempotency_keys_back()
    {
        var first = await Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(1));

        await Fixture.ReopenAsync();
        var second = await Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(1));

        Assert.Equal((AddJobOutcome.Existing, first.Job!.Id), (second.Outcome, second.Job!.Id));
    }

    /// <summary>Deliveries come back with their bodies, tries and times.</summary>
    [Fact]
    public virtual async Task Reopening_brings_deliveries_back()
    {
        var job = await Store.FinishAsync(await Store.AddAsync(1, Catalogue.Webhook), succeeded: 1);
        var first = await Store.ClaimOneAsync();
        await Outbox.SaveBodyAsync(first.Id, "body"u8.ToArray(), Token);
        await Outbox.SaveAttemptAsync(
            first, new WebhookAttempt(WebhookState.Pending, 500, "error", Now.AddSeconds(5)), Token);
        var before = await Store.FindAsync(job.Id);

        await Fixture.ReopenAsync();

        Same.Jobs(before, await Store.FindAsync(job.Id));
        Assert.Empty(await Store.ClaimAsync());
        Wait(seconds: 5);
        var second = await Store.ClaimOneAsync();
        Assert.Equal((first.Id, 1), (second.Id, second.Attempts));
        Assert.Equal("body"u8.ToArray(), second.Body!.Value.ToArray());
    }

    /// <summary>A delivery that was claimed before is not lost with its claimant.</summary>
    [Fact]
    public virtual async Task Reopening_hands_claimed_deliveries_out_after_the_lease()
    {
        await Store.FinishAsync(await Store.AddAsync(1, Catalogue.Webhook), succeeded: 1);
        var first = await Store.ClaimOneAsync();

        await Fixture.ReopenAsync();
        Wait(StoreDriver.Lease.TotalSeconds + 1);

        Assert.Equal(first.Id, (await Store.ClaimOneAsync()).Id);
    }
}
