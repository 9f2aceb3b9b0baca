using ImageBatch.Diagnostics;
using ImageBatch.Dispatch;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
using ImageBatch.Testing;
using ImageBatch.Tests.Stubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Dispatch;

public sealed class DispatchServiceTests : IDisposable
{
    private readonly StubJobStore _store = new();
    private readonly CollectingQueue _queue = new();
    private readonly EngineSignals _signals = new();
    private readonly StubMeters _meters = new();
    private readonly WatchedClock _clock = new();
    // A quarter is a job's.
    private readonly ImageBatchOptions _options = new() { Dispatch = { MaxOutstanding = 256 } };

    public void Dispose() => _meters.Dispose();

    [Fact]
    public async Task Dispatch_ofTwoJobs_alternatesSlicesOf16_upToTheShareOfEach()
    {
        var (one, two) = (StubJobs.Create(1_000), StubJobs.Create(1_000));
        Serve(one, two);
        using var service = Create();

        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count >= 128, "128 images to be handed out");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal(128, _queue.Keys.Count);
        var slices = _queue.Keys.Chunk(16).Select(slice => Assert.Single(slice.Select(key => key.Job).Distinct())).ToArray();
        Assert.Equal(slices[0], slices[2]);
        Assert.Equal(slices[1], slices[3]);
        Assert.NotEqual(slices[0], slices[1]);
    }

    [Fact]
    public async Task Dispatch_ofOneJob_handsOutItsShareAtOnce()
    {
        Serve(StubJobs.Create(1_000));
        using var service = Create();

        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count > 0, "images to be handed out");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal([64], _queue.Calls);
    }

    [Fact]
    public async Task Dispatch_behind_jobs_whose_images_wait_for_their_servers_hands_out_a_new_job_at_once()
    {
        var bad = Enumerable.Range(0, 40).Select(_ => StubJobs.Create(1_000)).ToArray();
        Serve(bad);
        using var service = Create();
        await service.StartAsync(CancellationToken.None);
        await _clock.WaitedOnAsync();
        Assert.InRange(_queue.Keys.Count, 256, 256 + (4 * 40));

        var good = StubJobs.Create(5);
        Serve([.. bad, good]);
        _signals.RaiseWorkAdded();

        await Eventually.TrueAsync(() => _queue.Keys.Count(key => key.Job == good.Id) == 4, "the first images");
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Dispatch_behind_images_that_wait_for_their_host_hands_out_those_of_another_host_of_the_same_job()
    {
        var job = StubJobs.Create(5_005);
        Serve(job);
        var all = _store.OnReadImages;
        _store.OnReadImages = (id, after, limit) => [.. all(id, after, limit)
            .Select(image => image.Index < 5_000 ? image : image with { Url = $"http://good.test/{image.Index}" })];
        using var service = Create();
        await service.StartAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => _queue.Keys.Count(key => key.Index >= 5_000) == 5, "the five images");
        await service.StopAsync(CancellationToken.None);
        Assert.InRange(_queue.Keys.Count(key => key.Index < 5_000), 1, 63);
    }

    [Fact]
    public async Task Dispatch_afterResults_handsOutAsManyMore()
    {
        var job = StubJobs.Create(100);
        Serve(job);
        using var service = Create();
        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count == 64, "the first 64");

        _signals.RaiseImagesFinished([.. _queue.Keys.Take(10)]);
        await Eventually.TrueAsync(() => _queue.Keys.Count == 74, "ten more");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 74), _queue.Keys.Select(key => key.Index));
    }

    [Fact]
    public async Task Dispatch_ofImagesThatAreTheSame_handsOutTheFirst()
    {
        var job = StubJobs.Create(6);
        Serve(job);
        _store.OnReadImages = (_, after, limit) =>
            [.. Enumerable.Range(0, 6).Select(i => StubJobs.Image(i, i % 2 == 1 ? 0 : null)).Where(i => i.Index > after).Take(limit)];
        using var service = Create();

        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count >= 3, "three images");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal([0, 2, 4], _queue.Keys.Select(key => key.Index));
    }

    [Fact]
    public async Task Dispatch_afterAStart_handsOutTheSuspectsOfAllJobsFirst_andOnce()
    {
        var (one, two) = (StubJobs.Create(30), StubJobs.Create(30));
        Serve(one, two);
        _store.OnReadSuspects = id =>
            [new ImageKey(id, 7, 1), new ImageKey(id, 25, 1), new ImageKey(id, 3, Run: 2)];
        using var service = Create();

        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count >= 60, "all images");
        await service.StopAsync(CancellationToken.None);

        ImageKey[] suspects = [new(one.Id, 7, 1), new(one.Id, 25, 1), new(two.Id, 7, 1), new(two.Id, 25, 1)];
        Assert.Equal(suspects.ToHashSet(), _queue.Keys.Take(4).ToHashSet());
        Assert.Equal(60, _queue.Keys.Distinct().Count());
        Assert.Equal(60, _queue.Keys.Count);
    }

    [Fact]
    public async Task Dispatch_ofAJobTakenOverFromADeadNode_handsOutItsSuspectsBeforeWhatIsLeftOfOthers()
    {
        var (mine, taken) = (StubJobs.Create(1_000), StubJobs.Create(1_000));
        Serve(mine, taken);
        _store.OnReadSuspects = id => id == taken.Id ? [new ImageKey(id, 900, 1)] : [];
        var leases = new StubLeases(mine.Id);
        using var service = Create(leases);
        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count == 64, "as much as may be out at once");

        leases.Owned = taken.Id;
        await PollAsync();
        await Eventually.TrueAsync(() => _queue.Keys.Count > 64, "the other job's images");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal(new ImageKey(taken.Id, 900, 1), _queue.Keys[64]);
    }

    [Fact]
    public async Task Dispatch_ofSuspectsWhileTheQueueIsAway_handsThemOutFirstAllTheSame()
    {
        var job = StubJobs.Create(40);
        Serve(job);
        _store.OnReadSuspects = id => [new ImageKey(id, 33, 1)];
        _queue.IsBroken = true;
        using var service = Create();
        await service.StartAsync(CancellationToken.None);
        await RefusedAsync();

        _queue.IsBroken = false;
        await PollAsync();
        await Eventually.TrueAsync(() => _queue.Keys.Count == 40, "all images");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal(33, _queue.Keys[0].Index);
        Assert.Equal(Enumerable.Range(0, 40), _queue.Keys.Select(key => key.Index).Order());
    }

    [Fact]
    public async Task Dispatch_ofAnImageThatStaysPending_handsItOutAgain()
    {
        _options.Dispatch.RedispatchAfter = 3 * _options.Dispatch.PollInterval;
        Serve(StubJobs.Create(2));
        using var service = Create();

        await service.StartAsync(CancellationToken.None);
        await PollAsync(times: 2);
        await _clock.WaitedOnAsync();
        Assert.Equal([0, 1], _queue.Keys.Select(key => key.Index));
        await PollAsync(times: 4);
        await _clock.WaitedOnAsync();
        await service.StopAsync(CancellationToken.None);

        Assert.Equal([0, 1, 0, 1, 0, 1], _queue.Keys.Select(key => key.Index));
    }

    [Fact]
    public async Task Dispatch_whileTheQueueIsAway_losesNoImage()
    {
        Serve(StubJobs.Create(40));
        _queue.IsBroken = true;
        using var service = Create();
        await service.StartAsync(CancellationToken.None);
        await RefusedAsync();

        _queue.IsBroken = false;
        await PollAsync();
        await Eventually.TrueAsync(() => _queue.Keys.Count == 40, "all images");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal(Enumerable.Range(0, 40), _queue.Keys.Select(key => key.Index).Order());
    }

    [Fact]
    public async Task Dispatch_whileTheStoreIsAway_asksItNoMoreOftenThanElse()
    {
        _store.OnQuery = () => throw new IOException("away");
        using var service = Create();
        await service.StartAsync(CancellationToken.None);

        for (var poll = 1; poll <= 3; poll++)
        {
            Assert.Equal(_options.Dispatch.PollInterval, await _clock.WaitedOnAsync());
            Assert.Equal(poll, _store.Queries);
            await PollAsync();
        }

        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Dispatch_of_a_job_that_is_damaged_holds_up_no_other()
    {
        var (damaged, whole) = (StubJobs.Create(5), StubJobs.Create(5));
        Serve(damaged, whole);
        var all = _store.OnReadImages;
        var isDamaged = true;
        _store.OnReadImages = (id, after, limit) =>
            id == damaged.Id && isDamaged ? throw new JobDamagedException(id, "cut short") : all(id, after, limit);
        using var service = Create();
        await service.StartAsync(CancellationToken.None);

        await Eventually.TrueAsync(() => _queue.Keys.Count == 5, "the images of the other job");
        Assert.All(_queue.Keys, key => Assert.Equal(whole.Id, key.Job));

        // Whoever restores it need not restart the host.
        isDamaged = false;
        await PollAsync();
        await Eventually.TrueAsync(() => _queue.Keys.Count == 10, "the images of the job that was restored");
        await service.StopAsync(CancellationToken.None);
    }

    [Fact]
    public async Task Dispatch_ofAJobThatAnotherNodeLeases_handsOutNothing()
    {
        var (mine, other) = (StubJobs.Create(3), StubJobs.Create(3));
        Serve(mine, other);
        using var service = Create(new StubLeases(mine.Id));

        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count >= 3, "the leased job's images");
        await PollAsync(times: 3);
        await _clock.WaitedOnAsync();
        await service.StopAsync(CancellationToken.None);

        Assert.All(_queue.Keys, key => Assert.Equal(mine.Id, key.Job));
    }

    [Fact]
    public async Task Dispatch_withAllOutThatMayBe_learnsOfWhatOtherNodesFinished_longBeforeTheNextPoll()
    {
        var job = StubJobs.Create(1_000);
        Serve(job);
        using var service = Create(new StubLeases(job.Id));
        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count == 64, "as much as may be out at once");

        var all = _store.OnReadImages;
        _store.OnReadImages = (id, after, limit) => all(id, Math.Max(after, 49), limit);
        await _clock.WaitedOnAsync();
        _clock.Advance(_options.Dispatch.PollInterval / 10);
        await Eventually.TrueAsync(() => _queue.Keys.Count > 64, "more");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal(1, _store.Queries);
        Assert.Equal(Enumerable.Range(0, 64 + 50), _queue.Keys.Select(key => key.Index));
    }

    [Fact]
    public async Task Dispatch_ofJobsThatNoOtherNodeCanFinish_asksNothingBetweenPolls()
    {
        Serve(StubJobs.Create(1_000));
        using var service = Create();
        await service.StartAsync(CancellationToken.None);
        await Eventually.TrueAsync(() => _queue.Keys.Count == 64, "as much as may be out at once");

        var asked = 0;
        _store.OnReadImages = (_, _, _) => throw new InvalidOperationException($"{++asked}");
        Assert.Equal(_options.Dispatch.PollInterval, await _clock.WaitedOnAsync());
        _clock.Advance(_options.Dispatch.PollInterval * 0.9);

        // Has it go through its loop once more.
        _signals.RaiseImagesFinished([_queue.Keys[0]]);
        await Eventually.TrueAsync(() => _queue.Keys.Count == 65, "one more");
        await service.StopAsync(CancellationToken.None);

        Assert.Equal(0, asked);
    }

    private void Serve(params Job[] jobs)
    {
        _store.OnQuery = () => [.. jobs.OrderBy(job => job.Id)];
        _store.OnReadImages = (id, after, limit) =>
            [.. Enumerable.Range(after + 1, Math.Max(0, jobs.Single(job => job.Id == id).Images.Total - after - 1))
                .Take(limit).Select(index => StubJobs.Image(index))];
    }

    /// <summary>Has the queue refuse what is handed out, at the start and in the polls that follow.</summary>
    private async Task RefusedAsync()
    {
        await PollAsync(times: 2);
        await Eventually.TrueAsync(() => _queue.Refusals == 3, "the queue to refuse images");
        Assert.Empty(_queue.Keys);
    }

    /// <summary>Lets the time between two polls pass, and waits until the store is asked.</summary>
    private async Task PollAsync(int times = 1)
    {
        for (; times > 0; times--)
        {
            await _clock.WaitedOnAsync();
            var before = _store.Queries;
            _clock.Advance(_options.Dispatch.PollInterval);
            await Eventually.TrueAsync(() => _store.Queries > before, "the store to be asked");
        }
    }

    private DispatchService Create(IJobLeases? leases = null) => new(
        _store,
        _queue,
        _signals,
        new EngineMetrics(_meters),
        Options.Create(_options),
        _clock,
        new Outages(_clock, NullLogger<Outages>.Instance),
        NullLogger<DispatchService>.Instance,
        leases);

    private sealed class StubLeases(JobId owned) : IJobLeases
    {
        public JobId Owned { get; set; } = owned;

        public Task<bool> TryAcquireAsync(
            JobId jobId, Guid owner, TimeSpan duration, CancellationToken cancellationToken = default) =>
            Task.FromResult(jobId == Owned);
    }
}
