using System.Runtime.CompilerServices;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests how jobs are added to a job store: whole, or not at all.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreAddingConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>The job is visible with every image pending in run 1.</summary>
    [Fact]
    public virtual async Task AddAsync_pages_and_seal_gives_a_pending_job()
    {
        var products = Catalogue.Distinct(3, imagesEach: 2);

        var job = await Store.AddAsync(products);

        Same.Jobs(
            new Job
            {
                Id = job.Id,
                Definition = Catalogue.Seal(products).Definition,
                Run = 1,
                Status = JobStatus.Pending,
                Images = new ImageCounts(6, 0, 0, 0),
                CreatedAt = Now,
            },
            job);
        Assert.Equal(6, (await Store.PendingAsync(job.Id)).Count);
    }

    /// <summary>The answer is the job as any reader finds it.</summary>
    [Fact]
    public virtual async Task AddAsync_answers_what_FindAsync_reads()
    {
        var job = await Store.AddAsync(2, Catalogue.Webhook);

        Same.Jobs(job, await Store.FindAsync(job.Id));
        Same.Jobs(job, Assert.Single(await Store.UnfinishedAsync()));
    }

    /// <summary>The creation time is that of the seal, not of the first page.</summary>
    [Fact]
    public virtual async Task AddAsync_after_a_slow_upload_was_created_when_sealed()
    {
        var products = Catalogue.Distinct(1);
        var result = await Jobs.AddAsync(
            Store.NewId(),
            null,
            Catalogue.Pages(products),
            _ =>
            {
                Wait(seconds: 5);
                return Task.FromResult(Catalogue.Seal(products));
            },
            Token);

        Assert.Equal(Now, result.Job!.CreatedAt);
    }

    /// <summary>A webhook waits for the job to finish.</summary>
    [Fact]
    public virtual async Task AddAsync_with_a_webhook_gives_a_waiting_one()
    {
        var job = await Store.AddAsync(1, Catalogue.Webhook);

        Assert.Equal(new JobWebhook { Url = Catalogue.Webhook }, job.Webhook);
        Assert.Empty(await Store.ClaimAsync());
    }

    /// <summary>The seal is asked for once, after the last page, and the pages are read once.</summary>
    [Fact]
    public virtual async Task AddAsync_reads_the_pages_once_and_then_asks_for_the_seal_once()
    {
        var steps = new List<string>();
        var products = Catalogue.Distinct(3);
        await Jobs.AddAsync(Store.NewId(), null, PagesAsync(), SealAsync, Token);

        Assert.Equal(["page", "page", "page", "end", "seal"], steps);

        async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync()
        {
            foreach (var product in products)
            {
                await Task.Yield();
                steps.Add("page");
                yield return [product];
            }

            steps.Add("end");
        }

        Task<JobSeal> SealAsync(CancellationToken cancellationToken)
        {
            steps.Add("seal");
            return Task.FromResult(Catalogue.Seal(products));
        }
    }

    /// <summary>A page may be empty, and the list of a page may be used for the next one.</summary>
    [Fact]
    public virtual async Task AddAsync_one_list_for_all_pages_keeps_every_row()
    {
        var products = Catalogue.Distinct(5);
        var result = await Jobs.AddAsync(
            Store.NewId(), null, PagesAsync(), _ => Task.FromResult(Catalogue.Seal(products)), Token);

        Same.Products(products, await Jobs.ReadProductsAsync(result.Job!.Id, -1, 100, Token));

        async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync()
        {
            var page = new List<Product>();
            foreach (var product in products)
            {
                yield return page;
                await Task.Yield();
                page.Clear();
                page.Add(product);
            }

            yield return page;
        }
    }

    /// <summary>What is staged is unseen by every other method, until the seal.</summary>
    [Fact]
    public virtual async Task AddAsync_until_sealed_shows_the_job_to_no_one()
    {
        var products = Catalogue.Distinct(4);
        var id = Store.NewId();
        var result = await Jobs.AddAsync(id, "a key", PagesAsync(), SealAsync, Token);

        Assert.Equal(AddJobOutcome.Added, result.Outcome);
        Assert.Equal(new ImageCounts(4, 0, 0, 0), (await Store.FindAsync(id)).Images);

        async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync()
        {
            foreach (var page in products.Chunk(2))
            {
                await AssertNothingAsync(id, null);
                yield return page;
            }

            await AssertNothingAsync(id, null);
        }

        async Task<JobSeal> SealAsync(CancellationToken cancellationToken)
        {
            await AssertNothingAsync(id, null);
            return Catalogue.Seal(products);
        }
    }

    /// <summary>Pages that fail leave nothing behind, and their exception comes out.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public virtual async Task AddAsync_pages_that_fail_leave_nothing(int pagesBefore)
    {
        var id = Store.NewId();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Jobs.AddAsync(
            id, "a key", FailingPages(pagesBefore), _ => throw new InvalidOperationException("The seal was asked for."), Token));

        await AssertNothingAsync(id, "a key");
    }

    /// <summary>A seal that fails leaves nothing behind, and its exception comes out.</summary>
    [Fact]
    public virtual async Task AddAsync_seal_that_fails_leaves_nothing()
    {
        var id = Store.NewId();

        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Jobs.AddAsync(
            id,
            "a key",
            Catalogue.Pages(Catalogue.Distinct(250)),
            async _ =>
            {
                await Task.Yield();
                throw new InvalidTimeZoneException();
            },
            Token));

        await AssertNothingAsync(id, "a key");
    }

    /// <summary>A cancelled upload leaves nothing behind.</summary>
    [Fact]
    public virtual async Task AddAsync_cancelled_between_pages_leaves_nothing()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var id = Store.NewId();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Jobs.AddAsync(
            id, "a key", PagesAsync(), _ => Task.FromResult(Catalogue.Seal(Catalogue.Distinct(2))), cancellation.Token));

        await AssertNothingAsync(id, "a key");

        async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync(
            [EnumeratorCancellation] CancellationToken cancellationToken = default)
        {
            yield return Catalogue.Distinct(1);
            await cancellation.CancelAsync();
            cancellationToken.ThrowIfCancellationRequested();
            Assert.Fail("The pages were not given the token.");
        }
    }

    /// <summary>An upload cancelled while it is sealed is there as a whole or not at all.</summary>
    [Fact]
    public virtual async Task AddAsync_cancelled_by_the_seal_is_whole_or_leaves_nothing()
    {
        using var cancellation = CancellationTokenSource.CreateLinkedTokenSource(Token);
        var products = Catalogue.Distinct(250);
        var id = Store.NewId();
        try
        {
            await Jobs.AddAsync(
                id,
                "a key",
                Catalogue.Pages(products),
                async _ =>
                {
                    await cancellation.CancelAsync();
                    return Catalogue.Seal(products);
                },
                cancellation.Token);
            Assert.Equal(250, (await Store.AssertCountersAsync(id)).Images.Pending);
        }
        catch (OperationCanceledException)
        {
            await AssertNothingAsync(id, "a key");
        }
    }

    /// <summary>What failed can be repeated under the same id and key.</summary>
    [Fact]
    public virtual async Task AddAsync_again_after_a_failure_adds()
    {
        var id = Store.NewId();
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => Jobs.AddAsync(
            id, "a key", FailingPages(2), _ => throw new InvalidOperationException(), Token));
        var products = Catalogue.Distinct(3);

        var result = await Store.AddAsync(id, "a key", products);

        Assert.Equal(AddJobOutcome.Added, result.Outcome);
        Assert.Equal(3, result.Job!.Images.Total);
        Same.Products(products, await Jobs.ReadProductsAsync(id, -1, 100, Token));
    }

    /// <summary>Pages may be large and many.</summary>
    [Fact]
    public virtual async Task AddAsync_large_pages_keeps_every_row()
    {
        var products = Catalogue.Distinct(12_000);
        var id = Store.NewId();

        await Jobs.AddAsync(
            id, null, Catalogue.Pages(products, size: 5_000), _ => Task.FromResult(Catalogue.Seal(products)), Token);

        var read = new List<Product>();
        while (await Jobs.ReadProductsAsync(id, read.Count - 1, 20_000, Token) is { Count: > 0 } page)
        {
            read.AddRange(page);
        }

        Same.Products(products, read);
        Assert.Equal(12_000, (await Store.AssertCountersAsync(id)).Images.Pending);
    }

    /// <summary>Text comes back as it went in, whatever is in it.</summary>
    [Fact]
    public virtual async Task AddAsync_odd_text_comes_back_unchanged()
    {
        string[] texts = [" ", "", "a,b;c\td", "\"quoted\"", "line\r\nbreak\n", "'; DROP TABLE jobs; --", "Ünïcödé 漢字 👩‍👩‍👧", "=1+1", "\\N", "%_[]", new('x', 10_000)];
        var products = texts.Select((text, row) => new Product
        {
            Row = row,
            SerialNumber = text,
            Name = text,
            Cells = [text, .. texts],
            FirstImage = row,
            Images = [new ProductImage($"https://images.example.test/{Uri.EscapeDataString(text.Length > 100 ? "x" : text)}?q='{row}'&é={new string('y', 1_900)}")],
        }).ToList();

        var job = await Store.AddAsync(products);

        Same.Products(products, await Jobs.ReadProductsAsync(job.Id, -1, 100, Token));
        Assert.Equal(texts, (await Store.ImagesAsync(job.Id)).Select(image => image.SerialNumber));
    }

    /// <summary>Jobs that are uploaded at the same time do not mix.</summary>
    [Fact]
    public virtual async Task AddAsync_several_at_once_adds_each_of_them()
    {
        var jobs = await Task.WhenAll(Enumerable.Range(1, 8).Select(size => Task.Run(() => Store.AddAsync(size * 60))));

        for (var i = 0; i < jobs.Length; i++)
        {
            var job = await Store.AssertCountersAsync(jobs[i].Id);
            Assert.Equal((i + 1) * 60, job.Images.Pending);
        }
    }

    private static async IAsyncEnumerable<IReadOnlyList<Product>> FailingPages(int pagesBefore)
    {
        foreach (var page in Catalogue.Distinct(pagesBefore * 2).Chunk(2))
        {
            await Task.Yield();
            yield return page;
        }

        throw new InvalidTimeZoneException();
    }

    /// <summary>Asserts that no method sees the job and, where one is given, that its key is free.</summary>
    private async Task AssertNothingAsync(JobId id, string? key)
    {
        Assert.Null(await Jobs.FindAsync(id, Token));
        Assert.Empty(await Store.UnfinishedAsync());
        Assert.Empty(await Jobs.ReadProductsAsync(id, -1, 10, Token));
        Assert.Empty(await Jobs.ReadImagesAsync(id, null, -1, 10, Token));
        Assert.Empty(await Jobs.LoadAsync([new ImageKey(id, 0, 1)], Token));
        Assert.Equal([id], (await Store.SaveAsync(Events.Succeeded(new ImageKey(id, 0, 1)))).Unknown);
        Assert.Equal(JobChangeOutcome.NotFound, (await Jobs.ChangeAsync(id, new JobChange.Cancel(), Token)).Outcome);
        if (key is not null)
        {
            var result = await Store.AddAsync(Store.NewId(), key, Catalogue.Distinct(1));
            Assert.Equal(AddJobOutcome.Added, result.Outcome);
        }
    }
}
