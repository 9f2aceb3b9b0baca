using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests how a job store reads jobs, products and images.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreReadingConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>A store that works says so where it can be asked. One that cannot be asked has nothing to prove.</summary>
    [Fact]
    public virtual Task ProbeAsync_of_a_store_that_works_ends() => Jobs is IStoreProbe probe ? probe.ProbeAsync(Token) : Task.CompletedTask;

    /// <summary>What does not exist is null, or empty.</summary>
    [Fact]
    public virtual async Task Reading_an_unknown_job_finds_nothing()
    {
        await Store.AddAsync(1);
        var unknown = Store.NewId();

        Assert.Null(await Jobs.FindAsync(unknown, Token));
        Assert.Empty(await Jobs.ReadProductsAsync(unknown, -1, 10, Token));
        Assert.Empty(await Jobs.ReadImagesAsync(unknown, null, -1, 10, Token));
        Assert.Empty(await Jobs.LoadAsync([new ImageKey(unknown, 0, 1)], Token));
        Assert.Empty(await Jobs.LoadAsync([], Token));
    }

    /// <summary>A page of long rows ends early, and the next goes on there: no row is left out and none comes twice.</summary>
    [Fact]
    public virtual async Task ReadProductsAsync_long_rows_end_the_page_early()
    {
        var products = Catalogue.Distinct(12).ConvertAll(product => product with
        {
            Cells = [.. product.Cells, new string((char)('a' + product.Row), IJobStore.PageCharacters * 2 / 5)],
        });
        var job = await Store.AddAsync(products);

        var read = new List<Product>();
        while (await Jobs.ReadProductsAsync(job.Id, read.Count - 1, 500, Token) is { Count: > 0 } page)
        {
            Assert.InRange(page.Count, 1, 3);
            read.AddRange(page);
        }

        Assert.Equal(products.Select(product => product.Row), read.Select(product => product.Row));
        Assert.Equal(products.Select(product => product.Cells), read.Select(product => product.Cells));
        Assert.Equal(products.SelectMany(product => product.Images), read.SelectMany(product => product.Images));
    }

    /// <summary>Unfinished jobs are those that are pending or processing, in the order of their ids.</summary>
    [Fact]
    public virtual async Task QueryAsync_unfinished_selects_pending_and_processing_jobs_in_id_order()
    {
        var jobs = await AddManyAsync(6);
        await Store.SaveAsync(Events.Started(jobs[1].Key(0)));
        await Store.FinishAsync(jobs[2], succeeded: 1);
        await Store.FinishAsync(jobs[3], succeeded: 0);
        await Store.CancelAsync(jobs[4].Id);

        Assert.Equal(
            [jobs[0].Id, jobs[1].Id, jobs[5].Id],
            (await Store.UnfinishedAsync()).Select(job => job.Id));
    }

    /// <summary>Pages follow each other without a gap or a repeat.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(8)]
    [InlineData(1_000)]
    public virtual async Task QueryAsync_by_pages_reads_every_job_once(int limit)
    {
        var jobs = await AddManyAsync(8);
        var read = new List<JobId>();
        IReadOnlyList<Job> page;
        do
        {
            page = await Jobs.QueryAsync(
                JobQuery.Unfinished with { After = read.Count == 0 ? null : read[^1], Limit = limit }, Token);
            Assert.True(page.Count <= limit);
            read.AddRange(page.Select(job => job.Id));
        }
        while (page.Count > 0 && read.Count <= jobs.Count);

        Assert.Equal(jobs.Select(job => job.Id), read);
    }

    /// <summary>Finished jobs are selected by when they finished, whatever they finished as.</summary>
    [Fact]
    public virtual async Task QueryAsync_finished_selects_jobs_that_finished_before()
    {
        var jobs = await AddManyAsync(5);
        await Store.FinishAsync(jobs[4], succeeded: 1);
        await Store.CancelAsync(jobs[1].Id);
        Wait(seconds: 10);
        var before = Now;
        await Store.FinishAsync(jobs[2], succeeded: 0);
        await Store.SaveAsync(Events.Started(jobs[0].Key(0)));

        Assert.Equal([jobs[1].Id, jobs[4].Id], await FinishedAsync(before));
        Assert.Equal([jobs[1].Id, jobs[2].Id, jobs[4].Id], await FinishedAsync(before.AddSeconds(1)));
        Assert.Equal([jobs[4].Id], await FinishedAsync(before, after: jobs[1].Id));
        Assert.Equal([jobs[1].Id], await FinishedAsync(before, limit: 1));
        Assert.Empty(await FinishedAsync(before.AddSeconds(-10)));
    }

    /// <summary>A job that is retried is no longer finished.</summary>
    [Fact]
    public virtual async Task QueryAsync_after_a_retry_selects_the_job_as_unfinished()
    {
        var job = await Store.AddAsync(2);
        await Store.FinishAsync(job, succeeded: 1);
        await Store.RetryAsync(job.Id);

        Assert.Equal(job.Id, Assert.Single(await Store.UnfinishedAsync()).Id);
        Assert.Empty(await FinishedAsync(Now.AddDays(1)));
    }

    /// <summary>What a query answers is what a single look-up answers.</summary>
    [Fact]
    public virtual async Task QueryAsync_answers_what_FindAsync_reads()
    {
        var job = await Store.AddAsync(2, Catalogue.Webhook);
        await Store.FinishAsync(job, succeeded: 1);

        var read = Assert.Single(await Jobs.QueryAsync(JobQuery.Finished(Now.AddSeconds(1)), Token));

        Same.Jobs(await Store.FindAsync(job.Id), read);
    }

    /// <summary>Products come back by pages as they were added.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(250)]
    [InlineData(10_000)]
    public virtual async Task ReadProductsAsync_by_pages_reads_every_row_once(int limit)
    {
        var products = Catalogue.Distinct(250, imagesEach: 2);
        var job = await Store.AddAsync(products);
        var read = new List<Product>();
        IReadOnlyList<Product> page;
        do
        {
            page = await Jobs.ReadProductsAsync(job.Id, read.Count - 1, limit, Token);
            Assert.True(page.Count <= limit);
            read.AddRange(page);
        }
        while (page.Count > 0 && read.Count <= products.Count);

        Same.Products(products, read);
        Assert.Empty(await Jobs.ReadProductsAsync(job.Id, int.MaxValue, limit, Token));
    }

    /// <summary>Images come back by pages in index order, each with its product.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(1_000)]
    public virtual async Task ReadImagesAsync_by_pages_reads_every_image_once(int limit)
    {
        var products = Catalogue.FromUrls(
            Enumerable.Range(0, 60).Select(row => Enumerable.Range(0, row % 4 + 1).Select(i => $"https://a.test/{row % 50}/{i}").ToArray()));
        var job = await Store.AddAsync(products);
        var expected = products.SelectMany(product => product.Images.Select((image, i) => new JobImage
        {
            Index = product.FirstImage + i,
            Row = product.Row,
            SerialNumber = product.SerialNumber,
            ProductName = product.Name,
            Url = image.Url,
            SameAs = image.SameAs,
        }));

        Assert.Equal(expected, await Store.ImagesAsync(job.Id, pageSize: limit));
        Assert.Empty(await Jobs.ReadImagesAsync(job.Id, null, int.MaxValue, limit, Token));
    }

    /// <summary>Images are selected by where they stand.</summary>
    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(1_000)]
    public virtual async Task ReadImagesAsync_by_status_reads_those_alone(int limit)
    {
        var job = await Store.AddAsync(60);
        for (var index = 0; index < 40; index++)
        {
            await Store.SaveAsync(index % 3 == 0 ? Events.Failed(job.Key(index)) : Events.Succeeded(job.Key(index)));
        }

        foreach (var status in Enum.GetValues<ImageStatus>())
        {
            var expected = (await Store.ImagesAsync(job.Id)).Where(image => image.Status == status);
            Assert.Equal(expected, await Store.ImagesAsync(job.Id, status, limit));
        }

        Assert.Equal(20, (await Store.PendingAsync(job.Id)).Count);
    }

    /// <summary>A page of a status starts after the index given, whether or not the image there has the status.</summary>
    [Fact]
    public virtual async Task ReadImagesAsync_by_status_starts_after_any_index()
    {
        var job = await Store.AddAsync(6);
        await Store.SaveAsync(Events.Failed(job.Key(1)), Events.Failed(job.Key(4)));

        var page = await Jobs.ReadImagesAsync(job.Id, ImageStatus.Failed, 2, 10, Token);

        Assert.Equal([4], page.Select(image => image.Index));
    }

    /// <summary>Workers get URL, options and deaths of pending images of the very run.</summary>
    [Fact]
    public virtual async Task LoadAsync_pending_images_gives_what_workers_need()
    {
        var first = await Store.AddAsync(3);
        var second = await Store.AddAsync(Catalogue.FromUrls([["https://b.test/1", "https://b.test/2"]]));
        await Store.SaveAsync(Events.Started(second.Key(1)));

        var works = await Jobs.LoadAsync([first.Key(2), second.Key(1), first.Key(0)], Token);

        Assert.Equal(
            [
                new ImageWork(first.Key(0), "https://images.example.test/0/0.jpg", first.Definition.Options, 0),
                new ImageWork(first.Key(2), "https://images.example.test/2/0.jpg", first.Definition.Options, 0),
                new ImageWork(second.Key(1), "https://b.test/2", second.Definition.Options, 1),
            ],
            works.OrderBy(work => work.Key.Job == second.Id).ThenBy(work => work.Key.Index));
    }

    /// <summary>Keys of other runs, other states and no image at all are left out.</summary>
    [Fact]
    public virtual async Task LoadAsync_keys_of_no_pending_image_gives_nothing()
    {
        var job = await Store.AddAsync(4);
        await Store.SaveAsync(Events.Succeeded(job.Key(0)), Events.Failed(job.Key(1)));

        var works = await Jobs.LoadAsync(
            [
                job.Key(0), job.Key(1), job.Key(2), job.Key(4), job.Key(-1), job.Key(int.MaxValue),
                job.Key(3) with { Run = 0 }, job.Key(3) with { Run = 2 }, new ImageKey(Store.NewId(), 0, 1),
            ],
            Token);

        Assert.Equal(job.Key(2), Assert.Single(works).Key);
    }

    /// <summary>A key that is asked for twice is answered once.</summary>
    [Fact]
    public virtual async Task LoadAsync_one_key_twice_gives_one_answer()
    {
        var job = await Store.AddAsync(1);

        Assert.Single(await Jobs.LoadAsync([job.Key(0), job.Key(0)], Token));
    }

    /// <summary>Many keys are loaded at once.</summary>
    [Fact]
    public virtual async Task LoadAsync_many_keys_gives_each()
    {
        var job = await Store.AddAsync(2_000);

        var works = await Jobs.LoadAsync([.. Enumerable.Range(0, 2_000).Select(job.Key)], Token);

        Assert.Equal(Enumerable.Range(0, 2_000), works.Select(work => work.Key.Index).Order());
    }

    /// <summary>Adds jobs of one image each; answers them in the order of their ids.</summary>
    private async Task<List<Job>> AddManyAsync(int count)
    {
        var jobs = new List<Job>();
        for (var i = 0; i < count; i++)
        {
            jobs.Add(await Store.AddAsync(1));
        }

        return [.. jobs.OrderBy(job => job.Id)];
    }

    private async Task<IEnumerable<JobId>> FinishedAsync(DateTimeOffset before, JobId? after = null, int limit = 100) =>
        (await Jobs.QueryAsync(JobQuery.Finished(before) with { After = after, Limit = limit }, Token))
            .Select(job => job.Id);
}
