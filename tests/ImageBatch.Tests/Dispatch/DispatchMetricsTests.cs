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

/// <summary>What the dispatcher shows of its queue, from what it knows.</summary>
public sealed class DispatchMetricsTests : IDisposable
{
    private const string Waiting = "imagebatch.queue.depth {image} state=waiting";
    private const string Dispatched = "imagebatch.queue.depth {image} state=dispatched";
    private const string Age = "imagebatch.queue.oldest_age s";
    private const string LeaseLosses = "imagebatch.dispatch.lease_losses {lease}";

    private readonly StubJobStore _store = new();
    private readonly CollectingQueue _queue = new();
    private readonly EngineSignals _signals = new();
    private readonly StubMeters _meters = new();
    private readonly MeterReader _reader;
    private readonly WatchedClock _clock = new();
    // A quarter is a job's.
    private readonly ImageBatchOptions _options = new() { Dispatch = { MaxOutstanding = 256 } };

    public DispatchMetricsTests() => _reader = new MeterReader(_meters);

    public void Dispose()
    {
        _reader.Dispose();
        _meters.Dispose();
    }

    [Fact]
    public async Task Depth_isWhatIsHandedOutAndWhatWaits_overAllJobs()
    {
        Serve(StubJobs.Create(1_000), StubJobs.Create(500));
        using var service = await StartAsync();

        await ShowsAsync((Waiting, 1_372), (Dispatched, 128));
        await service.StopAsync(CancellationToken.None);

        Assert.Empty(_reader.Observe());
    }

    [Fact]
    public async Task Depth_afterResults_isSmallerBeforeTheStoreIsAskedAgain()
    {
        Serve(StubJobs.Create(100));
        using var service = await StartAsync();
        await ShowsAsync((Waiting, 36), (Dispatched, 64));

        _signals.RaiseImagesFinished([.. _queue.Keys.Take(60)]);

        await ShowsAsync((Waiting, 0), (Dispatched, 40));
        Assert.Equal(1, _store.Queries);
    }

    [Fact]
    public async Task Depth_ofImagesThatAreTheSame_isThatOfTheStore()
    {
        var job = StubJobs.Create(100);
        Serve(job);
        using var service = await StartAsync();
        await ShowsAsync((Waiting, 36), (Dispatched, 64));

        _store.OnQuery = () => [job with { Images = new ImageCounts(70, 30, 0, 0) }];
        await _clock.PassAsync();

        await ShowsAsync((Waiting, 6), (Dispatched, 64));
    }

    [Fact]
    public async Task Depth_whileTheQueueIsAway_isAllThatWaits()
    {
        Serve(StubJobs.Create(40));
        _queue.IsBroken = true;
        using var service = await StartAsync();

        await ShowsAsync((Waiting, 40), (Dispatched, 0));
    }

    [Fact]
    public async Task Age_isThatOfTheOldestJobWithPendingImages()
    {
        var now = _clock.GetUtcNow();
        var done = StubJobs.Create(3, now - TimeSpan.FromHours(9)) with { Images = new ImageCounts(0, 3, 0, 0) };
        Serve(StubJobs.Create(3, now - TimeSpan.FromHours(1)), StubJobs.Create(3, now - TimeSpan.FromHours(2)), done);
        using var service = await StartAsync();
        await ShowsAsync((Dispatched, 6));

        Assert.Equal(7_200, _reader.Observe()[Age]);
        _clock.Advance(TimeSpan.FromMilliseconds(500));
        Assert.Equal(7_200.5, _reader.Observe()[Age]);
    }

    [Fact]
    public async Task Age_ofALaterRun_isCountedFromItsStartAndNotFromTheUpload()
    {
        Serve(StubJobs.Create(3, _clock.GetUtcNow() - TimeSpan.FromDays(30)) with { Run = 2 });
        using var service = await StartAsync();
        await ShowsAsync((Dispatched, 3));

        Assert.Equal(0, _reader.Observe()[Age]);
    }

    [Fact]
    public async Task Age_withNothingToDo_isZero()
    {
        Serve();
        using var service = await StartAsync();

        await ShowsAsync((Waiting, 0), (Dispatched, 0), (Age, 0));
    }

    [Fact]
    public async Task LeaseLosses_countAJobThatAnotherNodeTookOver_once()
    {
        var (mine, lost) = (StubJobs.Create(10), StubJobs.Create(10));
        Serve(mine, lost);
        var leases = new StubLeases([mine.Id, lost.Id]);
        using var service = await StartAsync(leases);
        await ShowsAsync((Dispatched, 20));
        Assert.Empty(_reader.Values(LeaseLosses));

        leases.Owned = [mine.Id];
        await _clock.PassAsync();
        await _clock.PassAsync();
        await _clock.WaitedOnAsync();

        Assert.Equal(3, _store.Queries);
        Assert.Equal([1], _reader.Values(LeaseLosses));
        await ShowsAsync((Dispatched, 10));
    }

    [Fact]
    public async Task Gauges_ofOneHost_areNotThoseOfAnother()
    {
        using var others = new StubMeters();
        using var other = new MeterReader(others);
        Serve(StubJobs.Create(40));
        using var service = await StartAsync();

        await ShowsAsync((Dispatched, 40));
        Assert.Empty(other.Observe());
    }

    private Task ShowsAsync(params (string Of, double Value)[] expected) => Eventually.TrueAsync(
        () =>
        {
            var shown = _reader.Observe();
            return expected.All(one => shown.TryGetValue(one.Of, out var value) && value == one.Value);
        },
        string.Join(", ", expected),
        seconds: 20);

    private void Serve(params Job[] jobs)
    {
        _store.OnQuery = () => [.. jobs.OrderBy(job => job.Id)];
        _store.OnReadImages = (id, after, limit) =>
            [.. Enumerable.Range(after + 1, Math.Max(0, jobs.Single(job => job.Id == id).Images.Pending - after - 1))
                .Take(limit).Select(index => StubJobs.Image(index))];
    }

    private async Task<DispatchService> StartAsync(IJobLeases? leases = null)
    {
        var service = new DispatchService(
            _store,
            _queue,
            _signals,
            new EngineMetrics(_meters),
            Options.Create(_options),
            _clock,
            new Outages(_clock, NullLogger<Outages>.Instance),
            NullLogger<DispatchService>.Instance,
            leases);
        await service.StartAsync(CancellationToken.None);
        return service;
    }

    private sealed class StubLeases(JobId[] owned) : IJobLeases
    {
        public JobId[] Owned { get; set; } = owned;

        public Task<bool> TryAcquireAsync(
            JobId jobId, Guid owner, TimeSpan duration, CancellationToken cancellationToken = default) =>
            Task.FromResult(Owned.Contains(jobId));
    }
}
