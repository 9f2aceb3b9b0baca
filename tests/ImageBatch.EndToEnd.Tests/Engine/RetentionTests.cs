using System.Text;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Retention;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Finished jobs are deleted when their time has passed, and nothing else is.</summary>
public sealed class RetentionTests : IDisposable
{
    private static readonly TimeSpan Week = TimeSpan.FromDays(7);
    private static readonly byte[] Output = "an output"u8.ToArray();

    private readonly WatchedClock _clock = new();
    private readonly Outage<IJobStore> _jobOutage;
    private readonly Outage<IImageStore> _imageOutage;
    private readonly ServiceProvider _node;

    public RetentionTests()
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(_clock);
        services.AddImageBatch(batch => batch.UseInMemory().Configure(options => options.RetainFinishedJobsFor = Week));
        services.AddImageBatchWorker(ImageBatchRoles.Dispatcher);
        _jobOutage = Outage<IJobStore>.Wrap(services);
        _imageOutage = Outage<IImageStore>.Wrap(services);
        _node = services.BuildServiceProvider();
    }

    private IImageBatchClient Client => _node.GetRequiredService<IImageBatchClient>();

    private IJobStore Jobs => _node.GetRequiredService<IJobStore>();

    private IImageStore Images => _node.GetRequiredService<IImageStore>();

    private RetentionService Retention => _node.GetServices<IHostedService>().OfType<RetentionService>().Single();

    public void Dispose() => _node.Dispose();

    [Fact]
    public async Task Sweep_atTheLimit_keepsTheJob_andTakesAllOfItAMomentLater()
    {
        var job = await AddFinishedAsync();
        _clock.Advance(Week);
        await SweepAsync();
        Assert.NotNull(await Jobs.FindAsync(job.Id));
        Assert.True(await HasOutputAsync(job));

        _clock.Advance(TimeSpan.FromTicks(1));
        await SweepAsync();

        Assert.Null(await Jobs.FindAsync(job.Id));
        Assert.Empty(await Jobs.ReadImagesAsync(job.Id, null, -1, 10));
        Assert.Empty(await Jobs.ReadProductsAsync(job.Id, -1, 10));
        Assert.False(await HasOutputAsync(job));
        var outbox = _node.GetRequiredService<IWebhookOutbox>();
        Assert.Empty(await outbox.ClaimDueAsync(_clock.GetUtcNow().AddYears(1), TimeSpan.FromMinutes(1), 10, []));
    }

    [Fact]
    public async Task Sweep_jobWhoseWebhookIsStillTried_keepsItUntilItIsNot()
    {
        var job = await AddFinishedAsync(announced: false);
        _clock.Advance(2 * Week);
        await SweepAsync();
        Assert.NotNull(await Jobs.FindAsync(job.Id));

        await AnnounceAsync();
        await SweepAsync();

        Assert.Null(await Jobs.FindAsync(job.Id));
    }

    [Fact]
    public async Task Sweep_unfinishedAndRetriedJobs_keepsThem()
    {
        var unfinished = await SubmitAsync();
        var retried = await SubmitAsync();
        await Jobs.SaveAsync([new ImageFailed(new ImageKey(retried.Id, 0, 1), new ImageError("download.status", "404"))]);
        _clock.Advance(2 * Week);
        await Client.RetryFailedAsync(retried.Id);

        await SweepAsync();

        Assert.NotNull(await Jobs.FindAsync(unfinished.Id));
        Assert.NotNull(await Jobs.FindAsync(retried.Id));
    }

    [Fact]
    public async Task Sweep_cancelledJob_countsFromItsCancelling()
    {
        var job = await SubmitAsync();
        _clock.Advance(Week);
        await Client.CancelAsync(job.Id);
        await AnnounceAsync();
        _clock.Advance(Week);
        await SweepAsync();
        Assert.NotNull(await Jobs.FindAsync(job.Id));

        _clock.Advance(TimeSpan.FromTicks(1));
        await SweepAsync();

        Assert.Null(await Jobs.FindAsync(job.Id));
    }

    [Fact]
    public async Task Sweep_ofSeveralPages_takesEveryJob()
    {
        for (var i = 0; i < 2_100; i++)
        {
            await Client.CancelAsync((await SubmitAsync()).Id);
            await AnnounceAsync();
        }

        _clock.Advance(2 * Week);
        await SweepAsync();

        Assert.Empty(await Jobs.QueryAsync(JobQuery.Finished(_clock.GetUtcNow())));
    }

    [Fact]
    public async Task Sweep_outputsThatCannotBeDeleted_keepsTheirJobForTheNextSweep_andTakesOthers()
    {
        var (one, two) = (await AddFinishedAsync(), await AddFinishedAsync());
        _clock.Advance(2 * Week);
        _imageOutage.Before = (method, arguments) => method == nameof(IImageStore.DeleteJobAsync) && one.Id.Equals(arguments[0]);
        await SweepAsync();
        Assert.NotNull(await Jobs.FindAsync(one.Id));
        Assert.Null(await Jobs.FindAsync(two.Id));

        _imageOutage.Before = (_, _) => false;
        await SweepAsync();

        Assert.Null(await Jobs.FindAsync(one.Id));
        Assert.False(await HasOutputAsync(one));
    }

    [Fact]
    public async Task Sweep_cutOffBetweenOutputsAndJob_isFinishedByTheNext()
    {
        var job = await AddFinishedAsync();
        _clock.Advance(2 * Week);
        _jobOutage.Before = (method, _) => method == nameof(IJobStore.DeleteAsync);
        await SweepAsync();
        Assert.False(await HasOutputAsync(job));
        Assert.NotNull(await Jobs.FindAsync(job.Id));

        _jobOutage.Before = (_, _) => false;
        await SweepAsync();

        Assert.Null(await Jobs.FindAsync(job.Id));
    }

    [Fact]
    public async Task Sweep_imageStoreThatIsAway_givesUpEarly_andLosesNoOutput()
    {
        var jobs = new List<Job>();
        for (var i = 0; i < 20; i++)
        {
            jobs.Add(await AddFinishedAsync());
        }

        _clock.Advance(2 * Week);
        var tries = 0;
        _imageOutage.Before = (method, _) => method == nameof(IImageStore.DeleteJobAsync) && ++tries > 0;
        await SweepAsync();
        Assert.Equal(3, tries);

        _imageOutage.Before = (_, _) => false;
        await SweepAsync();

        foreach (var job in jobs)
        {
            Assert.Null(await Jobs.FindAsync(job.Id));
            Assert.False(await HasOutputAsync(job));
        }
    }

    [Fact]
    public async Task Sweep_onTwoNodesAtOnce_takesEveryJobOnce()
    {
        for (var i = 0; i < 100; i++)
        {
            await AddFinishedAsync();
        }

        _clock.Advance(2 * Week);
        var other = ActivatorUtilities.CreateInstance<RetentionService>(_node);
        await Task.WhenAll(Task.Run(SweepAsync), Task.Run(() => other.SweepAsync(CancellationToken.None)));

        Assert.Empty(await Jobs.QueryAsync(JobQuery.Finished(_clock.GetUtcNow())));
    }

    [Fact]
    public async Task Service_sweepsAtItsStartAndEveryHour_alsoAfterAnOutage()
    {
        var first = await AddFinishedAsync();
        _clock.Advance(TimeSpan.FromDays(1));
        var second = await AddFinishedAsync();
        _clock.Advance(Week - TimeSpan.FromMinutes(30));
        using var service = Retention;
        await service.StartAsync(CancellationToken.None);
        await GoneAsync(first);
        Assert.NotNull(await Jobs.FindAsync(second.Id));

        var asked = 0;
        _jobOutage.Before = (method, _) => method == nameof(IJobStore.QueryAsync) && Interlocked.Increment(ref asked) > 0;
        Assert.Equal(TimeSpan.FromHours(1), await _clock.WaitedOnAsync());
        _clock.Advance(TimeSpan.FromHours(1));
        await Eventually.TrueAsync(() => Volatile.Read(ref asked) == 1, "the sweep that fails");
        Assert.NotNull(await Jobs.FindAsync(second.Id));

        _jobOutage.Before = (_, _) => false;
        _clock.Advance(TimeSpan.FromHours(1));
        await GoneAsync(second);
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Deletion_ofAJobThatWasRetriedSinceItWasFound_leavesItAlone()
    {
        var job = await SubmitAsync();
        await Jobs.SaveAsync([new ImageFailed(new ImageKey(job.Id, 0, 1), new ImageError("download.status", "404"))]);
        _clock.Advance(2 * Week);
        await Images.SaveAsync(KeyOf(job), Output);
        await Client.RetryFailedAsync(job.Id);

        var deletion = _node.GetRequiredService<JobDeletion>();
        Assert.False(await deletion.DeleteFinishedAsync(job.Id, _clock.GetUtcNow() - Week, CancellationToken.None));

        Assert.NotNull(await Jobs.FindAsync(job.Id));
        Assert.True(await HasOutputAsync(job));
    }

    [Fact]
    public async Task Delete_byAUser_whileTheJobStoreIsAway_deletesNothing()
    {
        var job = await AddFinishedAsync();
        _jobOutage.Before = (_, _) => true;
        await Assert.ThrowsAsync<IOException>(() => Client.DeleteAsync(job.Id));
        _jobOutage.Before = (_, _) => false;

        Assert.NotNull(await Jobs.FindAsync(job.Id));
        Assert.True(await HasOutputAsync(job));
    }

    [Fact]
    public async Task Delete_byAUser_cutOffAfterTheJobWent_isFinishedByAskingAgain()
    {
        var job = await AddFinishedAsync();
        var calls = 0;
        _imageOutage.Before = (method, _) => method == nameof(IImageStore.DeleteJobAsync) && ++calls == 2;
        await Assert.ThrowsAsync<IOException>(() => Client.DeleteAsync(job.Id));
        Assert.Null(await Jobs.FindAsync(job.Id));
        await Images.SaveAsync(KeyOf(job), Output); // Of an image that was in flight.

        Assert.False(await Client.DeleteAsync(job.Id));

        Assert.False(await HasOutputAsync(job));
    }

    private static OutputKey KeyOf(Job job) => OutputKey.Create(job.Id, 0, Output, ImageFormat.Jpeg);

    private async Task<bool> HasOutputAsync(Job job)
    {
        await using var image = await Images.OpenAsync(KeyOf(job));
        return image is not null;
    }

    private Task SweepAsync() => Retention.SweepAsync(CancellationToken.None);

    private Task<string> GoneAsync(Job job) => Eventually.GetAsync(
        async () => await Jobs.FindAsync(job.Id) is null ? "gone" : null, $"job {job.Id} to be deleted");

    private async Task<Job> SubmitAsync()
    {
        using var csv = new MemoryStream(Encoding.UTF8.GetBytes("Id,Name,Images\n1,Mug,http://images.test/1.jpg\n"));
        return (await Client.SubmitAsync(new JobSubmission(csv, new JobSettings { WebhookUrl = "http://hooks.test/" }))).Job;
    }

    private async Task<Job> AddFinishedAsync(bool announced = true)
    {
        var job = await SubmitAsync();
        await Images.SaveAsync(KeyOf(job), Output);
        var saved = await Jobs.SaveAsync(
            [new ImageSucceeded(new ImageKey(job.Id, 0, 1), new ImageOutput(KeyOf(job).Name, 100, Output.Length, false))]);
        if (announced)
        {
            await AnnounceAsync();
        }

        return Assert.Single(saved.Completed);
    }

    /// <summary>Has the receivers take all webhooks that are due.</summary>
    private async Task AnnounceAsync()
    {
        var outbox = _node.GetRequiredService<IWebhookOutbox>();
        foreach (var delivery in await outbox.ClaimDueAsync(_clock.GetUtcNow(), TimeSpan.FromMinutes(1), 1_000, []))
        {
            await outbox.SaveAttemptAsync(delivery, new WebhookAttempt(WebhookState.Delivered, 204, null, null));
        }
    }
}
