using ImageBatch.Model;

namespace ImageBatch.Conformance;

/// <summary>Tests that a job is leased to one node at a time.</summary>
/// <typeparam name="TFixture">Makes the store and its leases.</typeparam>
public abstract class JobLeasesConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, IHasJobLeases, new()
{
    private static readonly TimeSpan Duration = TimeSpan.FromSeconds(10);

    private readonly Guid _node = Guid.NewGuid();
    private readonly Guid _other = Guid.NewGuid();

    /// <summary>A job that nobody has is there for the taking.</summary>
    [Fact]
    public virtual async Task TryAcquireAsync_free_job_is_taken()
    {
        var job = await Store.AddAsync(1);

        Assert.True(await TryAcquireAsync(job, _node));
    }

    /// <summary>While one node has a job no other gets it.</summary>
    [Fact]
    public virtual async Task TryAcquireAsync_job_of_another_node_is_refused_until_the_lease_ends()
    {
        var job = await Store.AddAsync(1);
        await TryAcquireAsync(job, _node);

        Assert.False(await TryAcquireAsync(job, _other));
        Wait(Duration.TotalSeconds - 1);
        Assert.False(await TryAcquireAsync(job, _other));

        Wait(seconds: 2);
        Assert.True(await TryAcquireAsync(job, _other));
        Assert.False(await TryAcquireAsync(job, _node));
    }

    /// <summary>A lease that is renewed holds from then on, and stays with its node.</summary>
    [Fact]
    public virtual async Task TryAcquireAsync_own_job_renews_the_lease()
    {
        var job = await Store.AddAsync(1);
        for (var i = 0; i < 3; i++)
        {
            Assert.True(await TryAcquireAsync(job, _node));
            Wait(Duration.TotalSeconds - 1);
            Assert.False(await TryAcquireAsync(job, _other));
        }
    }

    /// <summary>A lease that has ended and that nobody took can be taken again by its node.</summary>
    [Fact]
    public virtual async Task TryAcquireAsync_own_job_after_the_lease_is_taken_again()
    {
        var job = await Store.AddAsync(1);
        await TryAcquireAsync(job, _node);
        Wait(Duration.TotalSeconds + 1);

        Assert.True(await TryAcquireAsync(job, _node));
        Assert.False(await TryAcquireAsync(job, _other));
    }

    /// <summary>The lease of a job says nothing of another.</summary>
    [Fact]
    public virtual async Task TryAcquireAsync_jobs_are_leased_apart()
    {
        var first = await Store.AddAsync(1);
        var second = await Store.AddAsync(1);
        await TryAcquireAsync(first, _node);

        Assert.True(await TryAcquireAsync(second, _other));
        Assert.False(await TryAcquireAsync(second, _node));
    }

    /// <summary>Of nodes that race for a job, one gets it.</summary>
    [Fact]
    public virtual async Task TryAcquireAsync_at_once_gives_the_job_to_one()
    {
        var job = await Store.AddAsync(1);

        var taken = await Task.WhenAll(
            Enumerable.Range(0, 16).Select(_ => Task.Run(() => TryAcquireAsync(job, Guid.NewGuid()))));

        Assert.Single(taken, isTaken => isTaken);
    }

    /// <summary>A lease changes nothing that readers see of the job, and its events nothing of the lease.</summary>
    [Fact]
    public virtual async Task TryAcquireAsync_leaves_the_job_alone()
    {
        var job = await Store.AddAsync(2, Catalogue.Webhook);
        await TryAcquireAsync(job, _node);
        Same.Jobs(job, await Store.AssertCountersAsync(job.Id));

        await Store.SaveAsync(Events.Started(job.Key(0)), Events.Succeeded(job.Key(0)));

        Assert.False(await TryAcquireAsync(job, _other));
        Assert.True(await TryAcquireAsync(job, _node));
    }

    private Task<bool> TryAcquireAsync(Job job, Guid owner) =>
        Fixture.Leases.TryAcquireAsync(job.Id, owner, Duration, Token);
}
