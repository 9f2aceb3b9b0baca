using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests how a job store sets and changes the webhook of a job.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreWebhookConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    private const string Other = "https://other.example.test/hook?a=b";

    /// <summary>The webhook of an unfinished job waits, and is used when the job finishes.</summary>
    [Theory]
    [InlineData(null)]
    [InlineData(Catalogue.Webhook)]
    public virtual async Task ChangeAsync_webhook_of_an_unfinished_job_waits(string? before)
    {
        var job = await Store.AddAsync(1, before);

        var changed = await SetAsync(job.Id, Other);
        Assert.Equal(new JobWebhook { Url = Other }, changed.Webhook);
        Same.Jobs(changed, await Store.FindAsync(job.Id));
        Assert.Empty(await Store.ClaimAsync());

        await Store.FinishAsync(job, succeeded: 1);
        Assert.Equal(Other, (await Store.ClaimOneAsync()).Url);
    }

    /// <summary>A finished job that had no webhook is announced at once.</summary>
    [Fact]
    public virtual async Task ChangeAsync_first_webhook_of_a_finished_job_is_due_at_once()
    {
        var job = await Store.AddAsync(1);
        await Store.FinishAsync(job, succeeded: 1);
        Wait(seconds: 10);

        var changed = await SetAsync(job.Id, Other);

        Assert.Equal(
            new JobWebhook
            {
                Url = Other,
                Id = WebhookDelivery.IdOf(job.Id, 1),
                State = WebhookState.Pending,
                NextAttemptAt = Now,
            },
            changed.Webhook);
        Assert.Equal((changed.Webhook!.Id, Other), ((await Store.ClaimOneAsync()) is var delivery ? (delivery.Id, delivery.Url) : default));
    }

    /// <summary>A delivery that is done with is due again, with no tries made, under its id and with its body.</summary>
    [Theory]
    [InlineData(WebhookState.Delivered)]
    [InlineData(WebhookState.Failed)]
    public virtual async Task ChangeAsync_webhook_after_the_delivery_makes_it_due_again(WebhookState state)
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 1);
        var first = await Store.ClaimOneAsync();
        await Outbox.SaveBodyAsync(first.Id, "body"u8.ToArray(), Token);
        await Outbox.SaveAttemptAsync(first, new WebhookAttempt(state, 410, "gone", null), Token);
        Wait(seconds: 10);

        var changed = await SetAsync(job.Id, Other);
        var second = await Store.ClaimOneAsync();

        Assert.Equal(
            new JobWebhook { Url = Other, Id = first.Id, State = WebhookState.Pending, NextAttemptAt = Now },
            changed.Webhook);
        Assert.Equal((first.Id, Other, 0), (second.Id, second.Url, second.Attempts));
        Assert.Equal("body"u8.ToArray(), second.Body!.Value.ToArray());
    }

    /// <summary>Claims that are out no longer count: the delivery is due at once, and their tries say nothing of it.</summary>
    [Fact]
    public virtual async Task ChangeAsync_webhook_during_a_try_voids_its_claim()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 1);
        var old = await Store.ClaimOneAsync();

        var changed = await SetAsync(job.Id, Other);
        await Outbox.SaveAttemptAsync(old, new WebhookAttempt(WebhookState.Delivered, 200, null, null), Token);
        Assert.Equal(changed.Webhook, (await Store.FindAsync(job.Id)).Webhook);

        var current = await Store.ClaimOneAsync();
        await Outbox.SaveAttemptAsync(old, new WebhookAttempt(WebhookState.Failed, 404, "error", null), Token);
        Assert.NotEqual(old.Claim, current.Claim);
        Assert.Equal((Other, 0), (current.Url, current.Attempts));
        Assert.Equal(WebhookState.Pending, (await Store.FindAsync(job.Id)).Webhook!.State);
    }

    /// <summary>A webhook set between runs is the new run's; what is due of the older run goes where it was to go.</summary>
    [Fact]
    public virtual async Task ChangeAsync_webhook_of_a_retried_job_is_the_new_runs()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 0);
        var retried = await Store.RetryAsync(job.Id);

        await SetAsync(job.Id, Other);
        Assert.Equal((1, Catalogue.Webhook), (await Store.ClaimOneAsync()) is var older ? (older.Run, older.Url) : default);

        await Store.FinishAsync(retried, succeeded: 1);
        Assert.Equal((2, Other), (await Store.ClaimOneAsync()) is var newer ? (newer.Run, newer.Url) : default);
    }

    /// <summary>Setting a webhook changes nothing else of the job.</summary>
    [Fact]
    public virtual async Task ChangeAsync_webhook_leaves_the_rest_of_the_job_alone()
    {
        var job = await Store.AddAsync(2);
        var finished = await Store.FinishAsync(job, succeeded: 1);
        Wait(seconds: 10);

        var changed = await SetAsync(job.Id, Other);

        Same.Jobs(finished, changed with { Webhook = null });
        await Store.AssertCountersAsync(job.Id);
    }

    /// <summary>A job that does not exist has no webhook.</summary>
    [Fact]
    public virtual async Task ChangeAsync_webhook_of_an_unknown_job_is_not_found() => Assert.Equal(
        new JobChangeResult(JobChangeOutcome.NotFound, null),
        await Jobs.ChangeAsync(Store.NewId(), new JobChange.SetWebhook(Other), Token));

    private Task<Job> SetAsync(JobId id, string url) => Store.ChangeAsync(id, new JobChange.SetWebhook(url));
}
