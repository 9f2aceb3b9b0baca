using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests the idempotency keys of a job store.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreIdempotencyConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>With a key that is taken, the first job is the answer; neither pages nor seal are asked for.</summary>
    [Fact]
    public virtual async Task AddAsync_key_of_a_job_answers_that_job()
    {
        var first = await Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(2));

        var second = await AddForbiddenAsync("a key");

        Assert.Equal(AddJobOutcome.Existing, second.Outcome);
        Same.Jobs(first.Job!, second.Job!);
        Assert.Single(await Store.UnfinishedAsync());
    }

    /// <summary>The existing job is answered as it stands now.</summary>
    [Fact]
    public virtual async Task AddAsync_key_of_a_finished_job_answers_it_finished()
    {
        var first = await Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(2), Catalogue.Webhook);
        var finished = await Store.FinishAsync(first.Job!, succeeded: 1);

        var second = await AddForbiddenAsync("a key");

        Assert.Equal(AddJobOutcome.Existing, second.Outcome);
        Same.Jobs(finished, second.Job!);
    }

    /// <summary>The key is reserved before the first page, and until the job is sealed.</summary>
    [Fact]
    public virtual async Task AddAsync_key_of_an_upload_on_its_way_answers_in_flight()
    {
        var products = Catalogue.Distinct(2);
        var answers = new List<AddJobResult>();
        await Jobs.AddAsync(Store.NewId(), "a key", PagesAsync(), SealAsync, Token);

        Assert.Equal(4, answers.Count);
        Assert.All(answers, answer => Assert.Equal(new AddJobResult(AddJobOutcome.InFlight, null), answer));

        async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync()
        {
            foreach (var product in products)
            {
                answers.Add(await AddForbiddenAsync("a key"));
                yield return [product];
            }

            answers.Add(await AddForbiddenAsync("a key"));
        }

        async Task<JobSeal> SealAsync(CancellationToken cancellationToken)
        {
            answers.Add(await AddForbiddenAsync("a key"));
            return Catalogue.Seal(products);
        }
    }

    /// <summary>An upload that is refused because of its key harms neither the job nor the key.</summary>
    [Fact]
    public virtual async Task AddAsync_refused_uploads_leave_the_key_taken()
    {
        var first = await Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(2));
        for (var i = 0; i < 3; i++)
        {
            Assert.Equal(first.Job!.Id, (await AddForbiddenAsync("a key")).Job!.Id);
        }
    }

    /// <summary>A failed upload frees its key.</summary>
    [Fact]
    public virtual async Task AddAsync_after_a_failed_seal_finds_the_key_free()
    {
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Jobs.AddAsync(
            Store.NewId(), "a key", Catalogue.Pages(Catalogue.Distinct(1)), _ => throw new InvalidTimeZoneException(), Token));

        var second = await Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(1));

        Assert.Equal(AddJobOutcome.Added, second.Outcome);
    }

    /// <summary>A key is forgotten with its job.</summary>
    [Fact]
    public virtual async Task AddAsync_after_the_job_was_deleted_finds_the_key_free()
    {
        var first = await Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(1));
        await Jobs.DeleteAsync(first.Job!.Id, Token);

        var second = await Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(1));

        Assert.Equal(AddJobOutcome.Added, second.Outcome);
        Assert.Equal(second.Job!.Id, (await AddForbiddenAsync("a key")).Job!.Id);
    }

    /// <summary>Keys are compared character by character.</summary>
    [Fact]
    public virtual async Task AddAsync_keys_that_differ_a_little_are_different_keys()
    {
        string[] keys = ["key", "Key", "KEY", "key ", " key", "kéy", "ke\u0301y", "k\u200Bey", "key/", new('k', 255)];
        foreach (var key in keys)
        {
            Assert.Equal(AddJobOutcome.Added, (await Store.AddAsync(Store.NewId(), key, Catalogue.Distinct(1))).Outcome);
        }

        Assert.Equal(keys.Length, (await Store.UnfinishedAsync()).Count);
    }

    /// <summary>Uploads without a key know nothing of each other.</summary>
    [Fact]
    public virtual async Task AddAsync_without_keys_adds_each()
    {
        await Store.AddAsync(1);
        await Store.AddAsync(1);

        Assert.Equal(2, (await Store.UnfinishedAsync()).Count);
    }

    /// <summary>Of uploads that race under one key, one is added.</summary>
    [Fact]
    public virtual async Task AddAsync_racing_under_one_key_adds_one()
    {
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => Store.AddAsync(Store.NewId(), "a key", Catalogue.Distinct(200)))));

        var added = Assert.Single(results, result => result.Outcome == AddJobOutcome.Added);
        Assert.All(
            results.Where(result => result.Outcome == AddJobOutcome.Existing),
            result => Assert.Equal(added.Job!.Id, result.Job!.Id));
        Assert.Equal(added.Job!.Id, Assert.Single(await Store.UnfinishedAsync()).Id);
    }

    /// <summary>Repeating an upload whose answer was lost does no harm: the id is a key too.</summary>
    [Fact]
    public virtual async Task AddAsync_id_of_a_job_answers_that_job()
    {
        var first = await Store.AddAsync(2);
        await Store.SaveAsync(Events.Succeeded(first.Key(0)));

        var second = await Jobs.AddAsync(first.Id, null, Catalogue.Forbidden(), ForbiddenSeal, Token);

        Assert.Equal(AddJobOutcome.Existing, second.Outcome);
        Assert.Equal(new ImageCounts(1, 1, 0, 0), second.Job!.Images);
        Assert.Equal(new ImageCounts(1, 1, 0, 0), (await Store.AssertCountersAsync(first.Id)).Images);
    }

    private Task<AddJobResult> AddForbiddenAsync(string key) =>
        Jobs.AddAsync(Store.NewId(), key, Catalogue.Forbidden(), ForbiddenSeal, Token);

    private static Task<JobSeal> ForbiddenSeal(CancellationToken cancellationToken)
    {
        Assert.Fail("The seal was asked for.");
        return Task.FromException<JobSeal>(new InvalidOperationException());
    }
}
