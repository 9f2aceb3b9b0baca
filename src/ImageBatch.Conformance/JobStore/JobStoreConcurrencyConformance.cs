using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests a job store with callers that get in each other's way.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreConcurrencyConformance<TFixture> : JobStoreConformance<TFixture>
    where TFixture : JobStoreFixture, new()
{
    private const int Images = 400;

    /// <summary>Batches over several jobs, in different orders, neither block nor lose each other.</summary>
    [Fact]
    public virtual async Task SaveAsync_batches_over_several_jobs_at_once_finish_each_job_once()
    {
        var jobs = new List<Job>();
        for (var i = 0; i < 6; i++)
        {
            jobs.Add(await Store.AddAsync(50));
        }

        var completed = await Task.WhenAll(Enumerable.Range(0, 8).Select(saver => Task.Run(async () =>
        {
            var mine = jobs.ToArray();
            new Random(saver).Shuffle(mine);
            var finished = new List<JobId>();
            for (var index = 0; index < 50; index++)
            {
                var result = await Jobs.SaveAsync([.. mine.Select(job => Events.Succeeded(job.Key(index)))], Token);
                finished.AddRange(result.Completed.Select(job => job.Id));
            }

            return finished;
        })));

        Assert.Equal(jobs.Select(job => job.Id).Order(), completed.SelectMany(finished => finished).Order());
        foreach (var job in jobs)
        {
            Assert.Equal(50, (await Store.AssertCountersAsync(job.Id)).Images.Succeeded);
        }
    }

    /// <summary>A reader sees all of a batch or nothing.</summary>
    [Fact]
    public virtual async Task FindAsync_during_saves_sees_no_half_of_a_batch()
    {
        var job = await Store.AddAsync(Images);
        var saving = Task.Run(async () =>
        {
            for (var index = 0; index < Images; index += 4)
            {
                await Store.SaveAsync([.. Enumerable.Range(index, 4).Select(i => Events.Succeeded(job.Key(i)))]);
            }
        });

        while (!saving.IsCompleted)
        {
            var read = await Store.FindAsync(job.Id);
            var succeeded = await Store.ImagesAsync(job.Id, ImageStatus.Succeeded, pageSize: Images);
            Assert.Equal((0, Images), (read.Images.Succeeded % 4, read.Images.Total));
            Assert.Equal(0, succeeded.Count % 4);
        }

        await saving;
        Assert.Equal(Images, (await Store.AssertCountersAsync(job.Id)).Images.Succeeded);
    }

    /// <summary>A job that is cancelled while its results come in finishes once, by the one or by the other.</summary>
    [Fact]
    public virtual async Task ChangeAsync_cancel_during_saves_finishes_the_job_once()
    {
        var job = await Store.AddAsync(Images, Catalogue.Webhook);
        var savers = SaveAllAsync(job);
        var cancels = await Task.WhenAll(Enumerable.Range(0, 4).Select(
            _ => Task.Run(() => Jobs.ChangeAsync(job.Id, new JobChange.Cancel(), Token))));

        var completed = await savers;

        Assert.Equal(1, completed + cancels.Count(cancel => cancel.Outcome == JobChangeOutcome.Changed));
        var finished = await Store.AssertCountersAsync(job.Id);
        Assert.Equal(completed == 1 ? JobStatus.Completed : JobStatus.Cancelled, finished.Status);
        Assert.Single(await Store.ClaimAsync());
    }

    /// <summary>Of retries that race, one starts the next run.</summary>
    [Fact]
    public virtual async Task ChangeAsync_racing_retries_start_one_run()
    {
        var job = await Store.AddAsync(Images);
        await Store.FinishAsync(job, succeeded: 10);

        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(
            _ => Task.Run(() => Jobs.ChangeAsync(job.Id, new JobChange.RetryFailed(), Token))));

        Assert.Single(results, result => result.Outcome == JobChangeOutcome.Changed);
        Assert.Equal(7, results.Count(result => result.Outcome == JobChangeOutcome.NotFinished));
        var retried = await Store.AssertCountersAsync(job.Id);
        Assert.Equal((2, Images - 10), (retried.Run, retried.Images.Pending));
    }

    /// <summary>Results of the old run that race with the retry count in neither run.</summary>
    [Fact]
    public virtual async Task ChangeAsync_retry_during_late_saves_keeps_the_new_run_clean()
    {
        var job = await Store.AddAsync(Images);
        await Store.FinishAsync(job, succeeded: 0);
        var savers = SaveAllAsync(job);

        await Store.RetryAsync(job.Id);

        Assert.Equal(0, await savers);
        Assert.Equal(new ImageCounts(Images, 0, 0, 0), (await Store.AssertCountersAsync(job.Id)).Images);
    }

    /// <summary>
    /// A job that is deleted while its last result comes in, or while it is cancelled, is gone, and nothing of it
    /// stays: whoever found it before must not bring it back.
    /// </summary>
    [Fact]
    public virtual async Task DeleteAsync_during_other_writes_leaves_nothing()
    {
        for (var round = 0; round < 100; round++)
        {
            var job = await Store.AddAsync(1, Catalogue.Webhook);
            var start = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            var saving = WhenStarted(() => Store.SaveAsync(Events.Started(job.Key(0)), Events.Succeeded(job.Key(0))));
            var deleting = Task.WhenAll(Enumerable.Range(0, 2).Select(_ => WhenStarted(() => Jobs.DeleteAsync(job.Id, Token))));
            var cancelling = WhenStarted(() => Jobs.ChangeAsync(job.Id, new JobChange.Cancel(), Token));
            start.SetResult();

            await Task.WhenAll(saving, cancelling);
            Assert.Single(await deleting, deleted => deleted);
            Assert.Null(await Jobs.FindAsync(job.Id, Token));
            Assert.Equal([job.Id], (await Store.SaveAsync(Events.Succeeded(job.Key(0)))).Unknown);

            async Task<T> WhenStarted<T>(Func<Task<T>> work)
            {
                await start.Task;
                return await work();
            }
        }

        Assert.Empty(await Store.UnfinishedAsync());
        Assert.Empty(await Jobs.QueryAsync(JobQuery.Finished(Now.AddDays(1)), Token));
        Assert.Empty(await Store.ClaimAsync());
    }

    /// <summary>Starts of one image under many attempts at once all count.</summary>
    [Fact]
    public virtual async Task SaveAsync_starts_at_once_are_all_counted()
    {
        var job = await Store.AddAsync(1);
        var starts = Enumerable.Range(0, 8).Select(_ => Events.Started(job.Key(0))).ToArray();

        await Task.WhenAll(Enumerable.Range(0, 16).Select(saver => Task.Run(() => Store.SaveAsync(starts[saver % 8]))));

        Assert.Equal(8, await Store.DeathsAsync(job.Key(0)));
    }

    /// <summary>Four savers save every image of a job as succeeded; answers how often that finished the job.</summary>
    private async Task<int> SaveAllAsync(Job job)
    {
        var completed = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(async () =>
        {
            var times = 0;
            foreach (var batch in Enumerable.Range(0, Images).Chunk(5))
            {
                var result = await Jobs.SaveAsync([.. batch.Select(index => Events.Succeeded(job.Key(index)))], Token);
                times += result.Completed.Count;
            }

            return times;
        })));
        return completed.Sum();
    }
}
