using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests how a job store counts starts that nothing followed.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreDeathsConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    /// <summary>Each attempt counts once, however often it is saved.</summary>
    [Fact]
    public virtual async Task SaveAsync_starts_are_counted_by_attempt()
    {
        var job = await Store.AddAsync(2);
        var first = Events.Started(job.Key(0));
        var second = Events.Started(job.Key(0));
        await Store.SaveAsync(first, first);
        await Store.SaveAsync(first);
        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));

        await Store.SaveAsync(second, first);
        await Store.SaveAsync(second);
        Assert.Equal(2, await Store.DeathsAsync(job.Key(0)));
        Assert.Equal(0, await Store.DeathsAsync(job.Key(1)));
    }

    /// <summary>An image given back unharmed takes its own start back, and no other.</summary>
    [Fact]
    public virtual async Task SaveAsync_return_takes_its_start_back()
    {
        var job = await Store.AddAsync(1);
        var died = Events.Started(job.Key(0));
        var returned = Events.Started(job.Key(0));
        await Store.SaveAsync(died, returned);

        await Store.SaveAsync(new ImageReturned(job.Key(0), returned.Attempt));

        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));
    }

    /// <summary>Neither a start nor a return counts again when it is saved again.</summary>
    [Fact]
    public virtual async Task SaveAsync_start_and_return_again_change_nothing()
    {
        var job = await Store.AddAsync(1);
        var started = Events.Started(job.Key(0));
        var returned = new ImageReturned(job.Key(0), started.Attempt);
        await Store.SaveAsync(Events.Started(job.Key(0)), started, returned);

        await Store.SaveAsync(started, returned);
        await Store.SaveAsync(returned, returned);
        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));

        await Store.SaveAsync(started);
        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));
    }

    /// <summary>A return of a start that is not known takes nothing back.</summary>
    [Fact]
    public virtual async Task SaveAsync_return_without_a_start_changes_nothing()
    {
        var job = await Store.AddAsync(1);
        var started = Events.Started(job.Key(0));
        await Store.SaveAsync(new ImageReturned(job.Key(0), Guid.NewGuid()), started);
        await Store.SaveAsync(new ImageReturned(job.Key(0), Guid.NewGuid()));

        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));
    }

    /// <summary>A returned image stays pending, and is started again under another attempt.</summary>
    [Fact]
    public virtual async Task SaveAsync_start_after_a_return_counts()
    {
        var job = await Store.AddAsync(1);
        var started = Events.Started(job.Key(0));
        await Store.SaveAsync(started, new ImageReturned(job.Key(0), started.Attempt));
        Assert.Equal(0, await Store.DeathsAsync(job.Key(0)));

        await Store.SaveAsync(Events.Started(job.Key(0)));
        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));
    }

    /// <summary>The deaths of an image are its own, not those of its copies.</summary>
    [Fact]
    public virtual async Task SaveAsync_start_of_an_image_does_not_count_for_its_copies()
    {
        var job = await Store.AddAsync(Catalogue.FromUrls([["https://a.test/1", "https://a.test/1"]]));
        await Store.SaveAsync(Events.Started(job.Key(0)));

        Assert.Equal(1, await Store.DeathsAsync(job.Key(0)));
        Assert.Equal(0, await Store.DeathsAsync(job.Key(1)));
    }

    /// <summary>Retrying a job forgets its images' deaths.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_forgets_deaths()
    {
        var job = await Store.AddAsync(1);
        await Store.SaveAsync(
            Events.Started(job.Key(0)), Events.Started(job.Key(0)), Events.Started(job.Key(0)), Events.Failed(job.Key(0)));

        var retried = await Store.RetryAsync(job.Id);

        Assert.Equal(0, await Store.DeathsAsync(retried.Key(0)));
    }

    /// <summary>A start of an older run is no death of the new one.</summary>
    [Fact]
    public virtual async Task SaveAsync_start_of_an_older_run_changes_nothing()
    {
        var job = await Store.AddAsync(1);
        var started = Events.Started(job.Key(0));
        await Store.SaveAsync(started, Events.Failed(job.Key(0)));
        var retried = await Store.RetryAsync(job.Id);

        await Store.SaveAsync(started, Events.Started(job.Key(0)));

        Assert.Equal(0, await Store.DeathsAsync(retried.Key(0)));
    }

    /// <summary>Suspects are the pending images with starts that nothing followed.</summary>
    [Fact]
    public virtual async Task ReadSuspectsAsync_names_pending_images_with_open_starts_in_index_order()
    {
        var job = await Store.AddAsync(400);
        var returned = Events.Started(job.Key(5));
        await Store.SaveAsync(Events.Started(job.Key(370)), returned, Events.Started(job.Key(9)), Events.Started(job.Key(9)));
        await Store.SaveAsync(Events.Started(job.Key(0)), Events.Started(job.Key(11)));
        await Store.SaveAsync(
            new ImageReturned(returned.Key, returned.Attempt), Events.Succeeded(job.Key(0)), Events.Failed(job.Key(11)));

        Assert.Equal([job.Key(9), job.Key(370)], await Jobs.ReadSuspectsAsync(job.Id, 100, Token));
        Assert.Equal([job.Key(9)], await Jobs.ReadSuspectsAsync(job.Id, 1, Token));
    }

    /// <summary>Neither a job that is finished nor one that is not there has suspects; a retried one has its own.</summary>
    [Fact]
    public virtual async Task ReadSuspectsAsync_job_without_pending_images_names_none()
    {
        var cancelled = await Store.AddAsync(2);
        var retried = await Store.AddAsync(1);
        await Store.SaveAsync(Events.Started(cancelled.Key(1)), Events.Started(retried.Key(0)));
        await Store.CancelAsync(cancelled.Id);
        await Store.FinishAsync(retried, succeeded: 0);
        retried = await Store.RetryAsync(retried.Id);

        Assert.Empty(await Jobs.ReadSuspectsAsync(cancelled.Id, 100, Token));
        Assert.Empty(await Jobs.ReadSuspectsAsync(retried.Id, 100, Token));
        Assert.Empty(await Jobs.ReadSuspectsAsync(Store.NewId(), 100, Token));

        await Store.SaveAsync(Events.Started(retried.Key(0)));
        Assert.Equal(2, Assert.Single(await Jobs.ReadSuspectsAsync(retried.Id, 100, Token)).Run);
    }
}
