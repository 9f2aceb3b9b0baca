using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests what events do to the images of a job store, and what they do not.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreSavingConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>The first start makes a pending job a processing one.</summary>
    [Fact]
    public virtual async Task SaveAsync_first_start_begins_the_job()
    {
        var job = await Store.AddAsync(2);
        Wait(seconds: 1);
        var startedAt = Now;
        await Store.SaveAsync(Events.Started(job.Key(0)));
        Wait(seconds: 1);
        await Store.SaveAsync(Events.Started(job.Key(1)));

        var processing = await Store.FindAsync(job.Id);

        Same.Jobs(job with { Status = JobStatus.Processing, StartedAt = startedAt }, processing);
    }

    /// <summary>An image can become final without a start, when its download fails: that begins the job as well.</summary>
    [Fact]
    public virtual async Task SaveAsync_first_result_without_a_start_begins_the_job()
    {
        var job = await Store.AddAsync(2);
        Wait(seconds: 1);
        await Store.SaveAsync(Events.Failed(job.Key(0)));

        var processing = await Store.FindAsync(job.Id);

        Assert.Equal((JobStatus.Processing, Now), (processing.Status, processing.StartedAt));
    }

    /// <summary>A success is stored and counted.</summary>
    [Fact]
    public virtual async Task SaveAsync_success_stores_the_output()
    {
        var job = await Store.AddAsync(3);
        await Store.SaveAsync(Events.Succeeded(job.Key(1)));

        var image = Assert.Single(await Store.ImagesAsync(job.Id, ImageStatus.Succeeded));
        var counted = await Store.AssertCountersAsync(job.Id);

        Assert.Equal((1, Events.Output(job.Key(1)), null), (image.Index, image.Output, image.Error));
        Assert.Equal(new ImageCounts(2, 1, 0, 0), counted.Images);
        Assert.Equal((10_000_000_001, 4_001), (counted.BytesIn, counted.BytesOut));
    }

    /// <summary>A failure is stored and counted.</summary>
    [Fact]
    public virtual async Task SaveAsync_failure_stores_the_error()
    {
        var job = await Store.AddAsync(3);
        await Store.SaveAsync(Events.Failed(job.Key(2)));

        var image = Assert.Single(await Store.ImagesAsync(job.Id, ImageStatus.Failed));
        var counted = await Store.AssertCountersAsync(job.Id);

        Assert.Equal((2, null, Events.Error(job.Key(2))), (image.Index, image.Output, image.Error));
        Assert.Equal(new ImageCounts(2, 0, 1, 0), counted.Images);
        Assert.Equal((0, 0), (counted.BytesIn, counted.BytesOut));
    }

    /// <summary>A batch of nothing does nothing.</summary>
    [Fact]
    public virtual async Task SaveAsync_empty_batch_changes_nothing()
    {
        var result = await Store.SaveAsync();

        Assert.Empty(result.Completed);
        Assert.Empty(result.Unknown);
    }

    /// <summary>Saving a batch twice is the same as saving it once.</summary>
    [Fact]
    public virtual async Task SaveAsync_same_batch_again_changes_nothing()
    {
        var job = await Store.AddAsync(5);
        ImageEvent[] batch =
        [
            Events.Started(job.Key(0)), Events.Succeeded(job.Key(0)), Events.Failed(job.Key(1)), Events.Started(job.Key(2)),
        ];
        await Store.SaveAsync(batch);
        var images = await Store.ImagesAsync(job.Id);
        var once = await Store.FindAsync(job.Id);
        Wait(seconds: 1);

        await Store.SaveAsync(batch);
        await Store.SaveAsync([.. batch, .. batch]);

        Same.Jobs(once, await Store.AssertCountersAsync(job.Id));
        Assert.Equal(images, await Store.ImagesAsync(job.Id));
        Assert.Equal(1, await Store.DeathsAsync(job.Key(2)));
    }

    /// <summary>The first final event of an image stays, within a batch and beyond.</summary>
    [Fact]
    public virtual async Task SaveAsync_second_result_changes_nothing()
    {
        var job = await Store.AddAsync(3);
        var other = Events.Succeeded(job.Key(0)) with { Output = new ImageOutput("0-other.jpg", 7, 5, false) };
        await Store.SaveAsync(Events.Succeeded(job.Key(0)), other, Events.Failed(job.Key(1)), Events.Succeeded(job.Key(1)));
        await Store.SaveAsync(Events.Failed(job.Key(0)), other, Events.Succeeded(job.Key(1)), Events.Started(job.Key(0)));

        var images = await Store.ImagesAsync(job.Id);
        var counted = await Store.AssertCountersAsync(job.Id);

        Assert.Equal(Events.Output(job.Key(0)), images[0].Output);
        Assert.Equal(Events.Error(job.Key(1)), images[1].Error);
        Assert.Equal(new ImageCounts(1, 1, 1, 0), counted.Images);
    }

    /// <summary>Events of other runs, and of images that the job does not have, change nothing.</summary>
    [Fact]
    public virtual async Task SaveAsync_events_of_no_image_of_the_run_change_nothing()
    {
        var job = await Store.AddAsync(2);

        var result = await Store.SaveAsync(
            Events.Succeeded(job.Key(0) with { Run = 0 }),
            Events.Succeeded(job.Key(0) with { Run = 2 }),
            Events.Started(job.Key(1) with { Run = 2 }),
            Events.Failed(job.Key(2)),
            Events.Failed(job.Key(-1)),
            Events.Started(job.Key(int.MaxValue)));

        Assert.Empty(result.Unknown);
        Same.Jobs(job, await Store.AssertCountersAsync(job.Id));
    }

    /// <summary>Results that come after the job was cancelled change nothing.</summary>
    [Fact]
    public virtual async Task SaveAsync_events_after_a_cancel_change_nothing()
    {
        var job = await Store.AddAsync(3);
        await Store.SaveAsync(Events.Started(job.Key(0)), Events.Started(job.Key(1)));
        var cancelled = await Store.CancelAsync(job.Id);
        Wait(seconds: 1);

        var result = await Store.SaveAsync(
            Events.Succeeded(job.Key(0)), Events.Failed(job.Key(1)), Events.Started(job.Key(2)));

        Assert.Empty(result.Completed);
        Assert.Empty(result.Unknown);
        Same.Jobs(cancelled, await Store.AssertCountersAsync(job.Id));
    }

    /// <summary>Jobs that do not exist are named, once each; the rest of the batch is saved.</summary>
    [Fact]
    public virtual async Task SaveAsync_events_of_unknown_jobs_names_them()
    {
        var job = await Store.AddAsync(2);
        var deleted = await Store.AddAsync(2);
        await Jobs.DeleteAsync(deleted.Id, Token);
        var unknown = Store.NewId();

        var result = await Store.SaveAsync(
            Events.Succeeded(new ImageKey(unknown, 0, 1)),
            Events.Succeeded(job.Key(0)),
            Events.Failed(deleted.Key(0)),
            Events.Started(new ImageKey(unknown, 1, 1)),
            Events.Failed(deleted.Key(1)));

        Assert.Equal(new[] { unknown, deleted.Id }.Order(), result.Unknown.Order());
        Assert.Empty(result.Completed);
        Assert.Equal(new ImageCounts(1, 1, 0, 0), (await Store.AssertCountersAsync(job.Id)).Images);
    }

    /// <summary>A result finishes the copies of its image, near and far, in the same write.</summary>
    [Fact]
    public virtual async Task SaveAsync_result_finishes_the_copies_of_its_image()
    {
        var urls = Enumerable.Range(0, 5_000).Select(row => new[] { $"https://a.test/{row}" }).ToList();
        urls[10] = ["https://a.test/9", "https://a.test/9", "https://a.test/8"];
        urls[4_999] = ["https://a.test/9"];
        var job = await Store.AddAsync(Catalogue.FromUrls(urls));

        await Store.SaveAsync(Events.Succeeded(job.Key(9)), Events.Failed(job.Key(8)));

        var succeeded = await Store.ImagesAsync(job.Id, ImageStatus.Succeeded);
        var failed = await Store.ImagesAsync(job.Id, ImageStatus.Failed);
        var counted = await Store.AssertCountersAsync(job.Id);
        Assert.Equal([9, 10, 11, 5_001], succeeded.Select(image => image.Index));
        Assert.All(succeeded, image => Assert.Equal(Events.Output(job.Key(9)), image.Output));
        Assert.Equal([8, 12], failed.Select(image => image.Index));
        Assert.All(failed, image => Assert.Equal(Events.Error(job.Key(8)), image.Error));
        Assert.Equal(new ImageCounts(4_996, 4, 2, 0), counted.Images);
        Assert.Equal((40_000_000_036, 16_036), (counted.BytesIn, counted.BytesOut));
    }

    /// <summary>A batch may hold results of many images of several jobs.</summary>
    [Fact]
    public virtual async Task SaveAsync_large_batch_saves_each_event()
    {
        var first = await Store.AddAsync(1_500);
        var second = await Store.AddAsync(1_500);

        await Store.SaveAsync([.. Enumerable.Range(0, 2_000).SelectMany<int, ImageEvent>(
            i => [Events.Started((i % 2 == 0 ? first : second).Key(i / 2)), Events.Succeeded((i % 2 == 0 ? first : second).Key(i / 2))])]);

        Assert.Equal(new ImageCounts(500, 1_000, 0, 0), (await Store.AssertCountersAsync(first.Id)).Images);
        Assert.Equal(new ImageCounts(500, 1_000, 0, 0), (await Store.AssertCountersAsync(second.Id)).Images);
    }
}
