using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests how an outbox hands out deliveries and takes in what became of them.</summary>
/// <typeparam name="TFixture">Makes the store and its outbox.</typeparam>
public abstract class WebhookOutboxConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    private static readonly WebhookAttempt Delivered = new(WebhookState.Delivered, 200, null, null);

    /// <summary>Where nothing is due, nothing is handed out.</summary>
    [Fact]
    public virtual async Task ClaimDueAsync_nothing_due_gives_nothing()
    {
        await Store.AddAsync(1, Catalogue.Webhook);

        Assert.Empty(await Store.ClaimAsync());
    }

    /// <summary>A delivery is due from its time on, not before.</summary>
    [Fact]
    public virtual async Task ClaimDueAsync_before_its_time_gives_nothing()
    {
        await AddDueAsync();

        Assert.Empty(await Outbox.ClaimDueAsync(Now.AddSeconds(-1), StoreDriver.Lease, 10, [], Token));
        Assert.Single(await Outbox.ClaimDueAsync(Now, StoreDriver.Lease, 10, [], Token));
    }

    /// <summary>Until the lease ends no one else gets a delivery; then it is handed out under a new claim.</summary>
    [Fact]
    public virtual async Task ClaimDueAsync_claimed_delivery_comes_again_after_the_lease()
    {
        await AddDueAsync();
        var first = await Store.ClaimOneAsync();

        Wait(StoreDriver.Lease.TotalSeconds - 1);
        Assert.Empty(await Store.ClaimAsync());

        Wait(seconds: 2);
        var second = await Store.ClaimOneAsync();
        Assert.NotEqual(first.Claim, second.Claim);
        Assert.Equal(first, second with { Claim = first.Claim });
    }

    /// <summary>The longest due is handed out first, and no more than asked for.</summary>
    [Fact]
    public virtual async Task ClaimDueAsync_several_due_gives_the_longest_due_first()
    {
        var expected = new List<string>();
        for (var i = 0; i < 5; i++)
        {
            expected.Add((await AddDueAsync()).Webhook!.Id!);
            Wait(seconds: 1);
        }

        var delayed = await Store.ClaimOneOfAsync(expected[0]);
        await Outbox.SaveAttemptAsync(
            delayed, new WebhookAttempt(WebhookState.Pending, 503, "later", Now.AddSeconds(1)), Token);
        Wait(StoreDriver.Lease.TotalSeconds + 1);
        expected.Add(expected[0]);
        expected.RemoveAt(0);

        var handedOut = new List<string>();
        foreach (var limit in new[] { 2, 1, 10 })
        {
            var page = await Store.ClaimAsync(limit);
            Assert.True(page.Count <= limit);
            handedOut.AddRange(page.Select(delivery => delivery.Id));
        }

        Assert.Equal(expected, handedOut);
    }

    /// <summary>What is due longest to receivers that are left out hides nothing, and is due still when they are not.</summary>
    [Fact]
    public virtual async Task ClaimDueAsync_left_out_receivers_hide_no_others()
    {
        var hidden = new List<string>();
        for (var i = 0; i < 30; i++)
        {
            hidden.Add((await AddDueAsync($"https://{(i % 2 == 0 ? "Dead" : "dead")}.example.test:443/{i}")).Webhook!.Id!);
            Wait(seconds: 1);
        }

        var port = (await AddDueAsync("https://dead.example.test:8443/")).Webhook!.Id!;
        Wait(seconds: 1);
        var sibling = (await AddDueAsync("https://other.example.test/")).Webhook!.Id!;
        Wait(seconds: 1);
        var stranger = (await AddDueAsync("https://example.com/")).Webhook!.Id!;

        var (host, site) = WebhookReceiver.Of("https://dead.example.test/");
        Assert.Equal([stranger], Ids(await Store.ClaimAsync(1, [site, "nobody.test:80"])));
        Assert.Equal([port], Ids(await Store.ClaimAsync(1, [host])));
        Assert.Equal([sibling], Ids(await Store.ClaimAsync(5, [host])));
        Assert.Empty(await Store.ClaimAsync(5, [host]));
        Assert.Equal(hidden, Ids(await Store.ClaimAsync(100, [WebhookReceiver.Of("https://other.example.test/").Host])));
    }

    /// <summary>A webhook that is set anew belongs to its new receiver.</summary>
    [Fact]
    public virtual async Task ClaimDueAsync_changed_webhook_has_its_new_receiver()
    {
        var job = await AddDueAsync("https://dead.test/");
        await Jobs.ChangeAsync(job.Id, new JobChange.SetWebhook("https://alive.test/"), Token);

        Assert.Empty(await Store.ClaimAsync(except: ["alive.test:443"]));
        Assert.Equal([job.Webhook!.Id!], Ids(await Store.ClaimAsync(except: ["dead.test:443", "dead.test"])));
    }

    /// <summary>Callers at once never get the same delivery.</summary>
    [Fact]
    public virtual async Task ClaimDueAsync_at_once_gives_each_delivery_to_one()
    {
        var expected = new List<string>();
        for (var i = 0; i < 40; i++)
        {
            expected.Add((await AddDueAsync()).Webhook!.Id!);
        }

        var claimed = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(async () =>
        {
            var mine = new List<WebhookDelivery>();
            for (var i = 0; i < 10; i++)
            {
                mine.AddRange(await Store.ClaimAsync(limit: 3));
            }

            return mine;
        })));

        Assert.Equal(expected.Order(), claimed.SelectMany(mine => mine).Select(delivery => delivery.Id).Order());
        Assert.Equal(40, claimed.SelectMany(mine => mine).Select(delivery => delivery.Claim).Distinct().Count());
    }

    /// <summary>A delivered webhook is done with, and the job says so.</summary>
    [Fact]
    public virtual async Task SaveAttemptAsync_delivered_ends_the_delivery()
    {
        var job = await AddDueAsync();
        await Outbox.SaveAttemptAsync(await Store.ClaimOneAsync(), Delivered, Token);

        await AssertWebhookAsync(job, WebhookState.Delivered, attempts: 1, lastStatus: 200);
        await AssertNeverDueAsync();
    }

    /// <summary>A webhook that failed for good is done with as well.</summary>
    [Fact]
    public virtual async Task SaveAttemptAsync_failed_ends_the_delivery()
    {
        var job = await AddDueAsync();
        await Outbox.SaveAttemptAsync(
            await Store.ClaimOneAsync(), new WebhookAttempt(WebhookState.Failed, 410, "gone", null), Token);

        await AssertWebhookAsync(job, WebhookState.Failed, attempts: 1, lastStatus: 410, lastError: "gone");
        await AssertNeverDueAsync();
    }

    /// <summary>A try that is to be repeated ends the claim at once, and makes the delivery due when it says.</summary>
    [Fact]
    public virtual async Task SaveAttemptAsync_pending_makes_the_delivery_due_again()
    {
        var job = await AddDueAsync();
        var first = await Store.ClaimOneAsync();
        await Outbox.SaveAttemptAsync(
            first, new WebhookAttempt(WebhookState.Pending, null, "timeout", Now.AddSeconds(5)), Token);

        await AssertWebhookAsync(
            job, WebhookState.Pending, attempts: 1, lastError: "timeout", nextAttemptAt: Now.AddSeconds(5));
        Wait(seconds: 4);
        Assert.Empty(await Store.ClaimAsync());

        Wait(seconds: 1);
        var second = await Store.ClaimOneAsync();
        Assert.Equal((first.Id, 1), (second.Id, second.Attempts));
        await Outbox.SaveAttemptAsync(second, Delivered, Token);
        await AssertWebhookAsync(job, WebhookState.Delivered, attempts: 2, lastStatus: 200);
    }

    /// <summary>A try counts once, however often it is saved.</summary>
    [Fact]
    public virtual async Task SaveAttemptAsync_same_try_again_changes_nothing()
    {
        var job = await AddDueAsync();
        var delivery = await Store.ClaimOneAsync();
        var attempt = new WebhookAttempt(WebhookState.Pending, 500, "error", Now.AddSeconds(5));
        await Outbox.SaveAttemptAsync(delivery, attempt, Token);
        await Outbox.SaveAttemptAsync(delivery, attempt, Token);
        await Outbox.SaveAttemptAsync(delivery, Delivered, Token);

        await AssertWebhookAsync(
            job, WebhookState.Pending, attempts: 1, lastStatus: 500, lastError: "error", nextAttemptAt: Now.AddSeconds(5));
    }

    /// <summary>A try under a claim that was taken over says nothing.</summary>
    [Fact]
    public virtual async Task SaveAttemptAsync_stale_claim_changes_nothing()
    {
        var job = await AddDueAsync();
        var dueAt = Now;
        var stale = await Store.ClaimOneAsync();
        Wait(StoreDriver.Lease.TotalSeconds + 1);
        var current = await Store.ClaimOneAsync();

        await Outbox.SaveAttemptAsync(stale, Delivered, Token);
        await AssertWebhookAsync(job, WebhookState.Pending, attempts: 0, nextAttemptAt: dueAt);
        Assert.Empty(await Store.ClaimAsync());

        await Outbox.SaveAttemptAsync(current, Delivered, Token);
        await AssertWebhookAsync(job, WebhookState.Delivered, attempts: 1, lastStatus: 200);
    }

    /// <summary>A try that outlasted its lease counts while no one has taken the delivery over.</summary>
    [Fact]
    public virtual async Task SaveAttemptAsync_after_the_lease_with_the_last_claim_counts()
    {
        var job = await AddDueAsync();
        var delivery = await Store.ClaimOneAsync();
        Wait(StoreDriver.Lease.TotalSeconds + 1);

        await Outbox.SaveAttemptAsync(delivery, Delivered, Token);

        await AssertWebhookAsync(job, WebhookState.Delivered, attempts: 1, lastStatus: 200);
        Assert.Empty(await Store.ClaimAsync());
    }

    /// <summary>A try of an older run's delivery says nothing of the webhook of the current run.</summary>
    [Fact]
    public virtual async Task SaveAttemptAsync_of_an_older_run_leaves_the_jobs_webhook_alone()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 0);
        var older = await Store.ClaimOneAsync();
        var retried = await Store.RetryAsync(job.Id);

        await Outbox.SaveAttemptAsync(older, Delivered, Token);
        Assert.Equal(new JobWebhook { Url = Catalogue.Webhook }, (await Store.FindAsync(job.Id)).Webhook);

        await Store.FinishAsync(retried, succeeded: 1);
        Assert.Equal(2, (await Store.ClaimOneAsync()).Run);
    }

    /// <summary>A try of a delivery that does not exist changes nothing.</summary>
    [Fact]
    public virtual async Task SaveAttemptAsync_unknown_delivery_changes_nothing()
    {
        var delivery = await AddDueAsync() is var job ? await Store.ClaimOneAsync() : null!;

        await Outbox.SaveAttemptAsync(delivery with { Id = WebhookDelivery.IdOf(Store.NewId(), 1) }, Delivered, Token);

        await AssertWebhookAsync(job, WebhookState.Pending, attempts: 0, nextAttemptAt: Now);
    }

    /// <summary>The first body that is saved stays, and every later try is handed it.</summary>
    [Fact]
    public virtual async Task SaveBodyAsync_second_body_answers_the_first()
    {
        var id = (await AddDueAsync()).Webhook!.Id!;
        var body = new byte[100_000];
        new Random(1).NextBytes(body);
        var memory = body.ToArray();

        var first = await Outbox.SaveBodyAsync(id, memory, Token);
        memory.AsSpan().Clear();
        var second = await Outbox.SaveBodyAsync(id, "another"u8.ToArray(), Token);

        Assert.Equal(body, first!.Value.ToArray());
        Assert.Equal(body, second!.Value.ToArray());
        Assert.Equal(body, (await Store.ClaimOneAsync()).Body!.Value.ToArray());
        Wait(StoreDriver.Lease.TotalSeconds + 1);
        Assert.Equal(body, (await Store.ClaimOneAsync()).Body!.Value.ToArray());
    }

    /// <summary>Of bodies that race, one is fixed and all are told which.</summary>
    [Fact]
    public virtual async Task SaveBodyAsync_at_once_answers_one_body_to_all()
    {
        var id = (await AddDueAsync()).Webhook!.Id!;

        var bodies = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            i => Task.Run(() => Outbox.SaveBodyAsync(id, new[] { (byte)i }, Token))));

        Assert.Single(bodies.Select(body => Assert.Single(body!.Value.ToArray())).Distinct());
    }

    /// <summary>The body of a run is that run's: it outlives a retry, and the next run has its own.</summary>
    [Fact]
    public virtual async Task SaveBodyAsync_body_belongs_to_its_run()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);
        var first = await Store.FinishAsync(job, succeeded: 0);
        await Outbox.SaveBodyAsync(first.Webhook!.Id!, "first"u8.ToArray(), Token);
        var second = await Store.FinishAsync(await Store.RetryAsync(job.Id), succeeded: 1);
        await Outbox.SaveBodyAsync(second.Webhook!.Id!, "second"u8.ToArray(), Token);

        var bodies = (await Store.ClaimAsync()).ToDictionary(delivery => delivery.Run, delivery => delivery.Body!.Value.ToArray());

        Assert.Equal("first"u8.ToArray(), bodies[1]);
        Assert.Equal("second"u8.ToArray(), bodies[2]);
    }

    /// <summary>A delivery that does not exist has no body.</summary>
    [Fact]
    public virtual async Task SaveBodyAsync_unknown_delivery_answers_null()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);

        Assert.Null(await Outbox.SaveBodyAsync(WebhookDelivery.IdOf(job.Id, 1), "body"u8.ToArray(), Token));
        Assert.Null(await Outbox.SaveBodyAsync("no id", "body"u8.ToArray(), Token));
    }

    private async Task<Job> AddDueAsync(string webhook = Catalogue.Webhook) =>
        await Store.FinishAsync(await Store.AddAsync(1, webhook), succeeded: 1);

    private static string[] Ids(IEnumerable<WebhookDelivery> deliveries) => [.. deliveries.Select(delivery => delivery.Id)];

    private async Task AssertWebhookAsync(
        Job job, WebhookState state, int attempts, int? lastStatus = null, string? lastError = null, DateTimeOffset? nextAttemptAt = null) =>
        Assert.Equal(
            new JobWebhook
            {
                Url = Catalogue.Webhook,
                Id = WebhookDelivery.IdOf(job.Id, 1),
                State = state,
                Attempts = attempts,
                LastStatus = lastStatus,
                LastError = lastError,
                NextAttemptAt = nextAttemptAt,
            },
            (await Store.FindAsync(job.Id)).Webhook);

    private async Task AssertNeverDueAsync()
    {
        Wait(TimeSpan.FromDays(365).TotalSeconds);
        Assert.Empty(await Store.ClaimAsync());
    }
}
