using ImageBatch.Completion;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
using ImageBatch.Testing;
using ImageBatch.Tests.Stubs;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.Completion;

public sealed class ResultRecorderTests
{
    private static readonly JobId Job = JobId.New(DateTimeOffset.UtcNow);
    private static readonly TimeSpan Delay = new ImageBatchOptions().Processing.ResultBatchDelay;

    private readonly WatchedClock _clock = new();

    [Fact]
    public async Task RecordAsync_ofManyEvents_savesThemInOrderInFewCalls()
    {
        var calls = new List<IReadOnlyList<ImageEvent>>();
        var store = new StubJobStore { OnSave = events => Saved(calls, events) };
        using var recorder = Create(store);
        var records = Enumerable.Range(0, 600).Select(i => recorder.RecordAsync(Failed(i))).ToArray();

        await recorder.StartAsync(CancellationToken.None);
        await Task.WhenAll(records);

        Assert.Equal([256, 256, 88], calls.Select(call => call.Count));
        Assert.Equal(Enumerable.Range(0, 600), calls.SelectMany(call => call).Select(one => one.Key.Index));
    }

    [Fact]
    public async Task RecordAsync_whileOtherImagesAreInFlight_waitsForTheirs_andNoLonger()
    {
        var calls = new List<IReadOnlyList<ImageEvent>>();
        using var recorder = Create(new StubJobStore { OnSave = events => Saved(calls, events) });
        await recorder.StartAsync(CancellationToken.None);
        using var one = recorder.Expect();
        using var two = recorder.Expect();
        var three = recorder.Expect();

        var first = recorder.RecordAsync(Failed(1));
        var second = recorder.RecordAsync(Failed(2));
        await _clock.WaitedOnAsync();
        Assert.False(first.IsCompleted);
        three.Dispose();
        await Task.WhenAll(first, second);

        Assert.Equal(2, Assert.Single(calls).Count);
    }

    [Fact]
    public async Task RecordAsync_whereAllInFlightWait_savesStartsFirst_andTheirResultsWithThoseThatWaited()
    {
        var calls = new List<IReadOnlyList<ImageEvent>>();
        using var recorder = Create(new StubJobStore { OnSave = events => Saved(calls, events) });
        await recorder.StartAsync(CancellationToken.None);
        using var one = recorder.Expect();
        using var two = recorder.Expect();

        var result = recorder.RecordAsync(Failed(1));
        await recorder.RecordAsync(new ImageStarted(Key(2), Guid.NewGuid()));
        Assert.False(result.IsCompleted);
        await Task.WhenAll(result, recorder.RecordAsync(Failed(2)));

        Assert.Equal([[2], [1, 2]], calls.Select(call => call.Select(one => one.Key.Index)));
    }

    [Fact]
    public async Task RecordAsync_afterAllInFlightWaitedOnce_waitsForTheOthersAgain()
    {
        var calls = new List<IReadOnlyList<ImageEvent>>();
        using var recorder = Create(new StubJobStore { OnSave = events => Saved(calls, events) });
        await recorder.StartAsync(CancellationToken.None);
        using var one = recorder.Expect();

        // Each signals that nothing is worth waiting for; the signals of these must not end the wait below.
        await recorder.RecordAsync(Failed(1));
        await recorder.RecordAsync(Failed(2));
        using var two = recorder.Expect();
        var third = recorder.RecordAsync(Failed(3));
        await _clock.WaitedOnAsync();

        // A start goes alone where all in flight wait; the third result would be saved before it if it did not wait.
        await recorder.RecordAsync(new ImageStarted(Key(4), Guid.NewGuid()));
        Assert.False(third.IsCompleted);
        await Task.WhenAll(third, recorder.RecordAsync(Failed(4)));

        Assert.Equal([[1], [2], [4], [3, 4]], calls.Select(call => call.Select(one => one.Key.Index)));
    }

    [Fact]
    public async Task RecordAsync_startsAndResults_waitNoLongerThanTheDelay()
    {
        var calls = new List<IReadOnlyList<ImageEvent>>();
        using var recorder = Create(new StubJobStore { OnSave = events => Saved(calls, events) });
        await recorder.StartAsync(CancellationToken.None);
        using var one = recorder.Expect();
        using var two = recorder.Expect();
        using var three = recorder.Expect();

        var records = Task.WhenAll(
            recorder.RecordAsync(Failed(1)), recorder.RecordAsync(new ImageStarted(Key(2), Guid.NewGuid())));
        Assert.Equal(Delay, await _clock.WaitedOnAsync());
        Assert.False(records.IsCompleted);
        _clock.Advance(Delay);
        await records;

        Assert.Equal([1, 2], Assert.Single(calls).Select(one => one.Key.Index));
    }

    [Fact]
    public async Task RecordAsync_ofAnUrgentEvent_waitsForNoOther()
    {
        var calls = new List<IReadOnlyList<ImageEvent>>();
        using var recorder = Create(new StubJobStore { OnSave = events => Saved(calls, events) });
        await recorder.StartAsync(CancellationToken.None);
        using var one = recorder.Expect();
        using var two = recorder.Expect();

        Assert.True(await recorder.RecordAsync(Failed(1), urgent: true));

        Assert.Single(Assert.Single(calls));
    }

    [Fact]
    public async Task GiveUpAfter_whileTheStoreIsAway_cancelsWhatIsNotSaved_andWhatComesLater()
    {
        using var recorder = Create(new StubJobStore { OnSave = _ => throw new IOException("away") });
        await recorder.StartAsync(CancellationToken.None);
        var record = recorder.RecordAsync(Failed(1));
        await _clock.WaitedOnAsync();

        recorder.GiveUpAfter(TimeSpan.FromMilliseconds(50));
        _clock.Advance(TimeSpan.FromMilliseconds(49));
        Assert.False(record.IsCompleted);
        _clock.Advance(TimeSpan.FromMilliseconds(1));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => record);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recorder.RecordAsync(Failed(2)));
    }

    [Fact]
    public async Task RecordAsync_beforeTheSaveReturns_isNotComplete()
    {
        var (reached, gate) = (new TaskCompletionSource(), new TaskCompletionSource<SaveResult>());
        using var recorder = Create(new StubJobStore
        {
            OnSave = _ =>
            {
                reached.SetResult();
                return gate.Task;
            },
        });
        await recorder.StartAsync(CancellationToken.None);

        var record = recorder.RecordAsync(Failed(0));
        await reached.Task;
        Assert.False(record.IsCompleted);
        gate.SetResult(new SaveResult([], [Job]));

        Assert.False(await record, "The store does not know the job.");
    }

    [Fact]
    public async Task RecordAsync_whileTheStoreIsAway_waitsAndLosesNothing()
    {
        var failures = 3;
        var calls = new List<IReadOnlyList<ImageEvent>>();
        var store = new StubJobStore
        {
            OnSave = events => --failures >= 0 ? throw new IOException("away") : Saved(calls, events),
        };
        using var recorder = Create(store);
        await recorder.StartAsync(CancellationToken.None);

        var record = recorder.RecordAsync(Failed(7));
        foreach (var pause in new[] { 100, 200, 400 })
        {
            Assert.Equal(pause, (await _clock.WaitedOnAsync()).TotalMilliseconds);
            Assert.False(record.IsCompleted);
            _clock.Advance(TimeSpan.FromMilliseconds(pause));
        }

        Assert.True(await record);
        Assert.Equal(7, Assert.Single(Assert.Single(calls)).Key.Index);
    }

    [Fact]
    public async Task StopAsync_savesWhatIsWritten_andCancelsWhatComesLater()
    {
        var calls = new List<IReadOnlyList<ImageEvent>>();
        using var recorder = Create(new StubJobStore { OnSave = events => Saved(calls, events) });
        await recorder.StartAsync(CancellationToken.None);
        var record = recorder.RecordAsync(Failed(1));

        await recorder.StopAsync(CancellationToken.None);

        Assert.True(await record);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => recorder.RecordAsync(Failed(2)));
    }

    [Fact]
    public async Task RecordAsync_announcesFinalImagesOnly()
    {
        var signals = new EngineSignals();
        var finished = new List<ImageKey>();
        signals.ImagesFinished += finished.AddRange;
        using var recorder = Create(new StubJobStore(), signals);
        await recorder.StartAsync(CancellationToken.None);

        await Task.WhenAll(
            recorder.RecordAsync(new ImageStarted(Key(1), Guid.NewGuid())),
            recorder.RecordAsync(new ImageSucceeded(Key(2), new ImageOutput("x", 2, 1, false))),
            recorder.RecordAsync(Failed(3)));
        await recorder.StopAsync(CancellationToken.None);

        Assert.Equal([2, 3], finished.Select(key => key.Index));
    }

    private ResultRecorder Create(IJobStore store, EngineSignals? signals = null) => new(
        store,
        signals ?? new EngineSignals(),
        Options.Create(new ImageBatchOptions()),
        _clock,
        new Outages(_clock, NullLogger<Outages>.Instance),
        NullLogger<ResultRecorder>.Instance);

    private static Task<SaveResult> Saved(List<IReadOnlyList<ImageEvent>> calls, IReadOnlyList<ImageEvent> events)
    {
        calls.Add(events);
        return Task.FromResult(new SaveResult([], []));
    }

    private static ImageKey Key(int index) => new(Job, index, 1);

    private static ImageFailed Failed(int index) => new(Key(index), new ImageError(ImageErrorCodes.DownloadStatus, "no"));
}
