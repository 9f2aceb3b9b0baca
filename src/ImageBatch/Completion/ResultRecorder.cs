using System.Threading.Channels;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Completion;

/// <summary>
/// Saves events in groups: one call to the store carries what came up meanwhile, up to a size and a delay. Nobody waits
/// out the delay where every image in flight waits for its event already; starts then go before results, which a store
/// has to flush, so that the images that start can bring theirs to the same flush. While the store cannot be reached,
/// events wait; none is dropped while the process lives, and while it stops only after <see cref="GiveUpAfter"/>.
/// </summary>
internal sealed class ResultRecorder(
    IJobStore store,
    EngineSignals signals,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    Outages outages,
    ILogger<ResultRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly int _size = options.Value.Processing.ResultBatchSize;
    private readonly TimeSpan _delay = options.Value.Processing.ResultBatchDelay;
    private readonly WakeUp _full = new(time);
    private readonly List<Entry> _waiting = [];
    private readonly CancellationTokenSource _giveUp = new(Timeout.InfiniteTimeSpan, time);
    private int _inFlight;
    private int _unsaved;

    /// <summary>Whether no event can come up that is worth waiting for.</summary>
    private bool IsFull => Volatile.Read(ref _unsaved) >= Math.Min(_size, Volatile.Read(ref _inFlight));

    /// <summary>Announces an image that will have events, until it is disposed of.</summary>
    public IDisposable Expect()
    {
        Interlocked.Increment(ref _inFlight);
        return new Expected(this);
    }

    /// <summary>Saves an event; returns when it is in the store.</summary>
    /// <param name="imageEvent">The event.</param>
    /// <param name="urgent">Whether it goes at once, however few go with it.</param>
    /// <returns>Whether the store knows the event's job.</returns>
    /// <exception cref="OperationCanceledException">The process stops before the event could be saved.</exception>
    public Task<bool> RecordAsync(ImageEvent imageEvent, bool urgent = false)
    {
        var entry = new Entry(imageEvent, time.GetTimestamp(), urgent);
        Interlocked.Increment(ref _unsaved);
        if (!_entries.Writer.TryWrite(entry))
        {
            entry.SetCanceled();
        }

        if (urgent || IsFull)
        {
            _full.Signal();
        }

        return entry.Task;
    }

    /// <summary>Bounds how long a stopping process waits for a store that cannot be reached.</summary>
    public void GiveUpAfter(TimeSpan wait) => _giveUp.CancelAfter(wait);

    /// <inheritdoc/>
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // What is already written is still saved: the loop ends when the channel is empty.
        _entries.Writer.TryComplete();
        if (ExecuteTask is { } loop)
        {
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }

        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        _full.Dispose();
        _giveUp.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Entry>(_size);
        using var end = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, _giveUp.Token);
        try
        {
            while (_waiting.Count > 0 || await _entries.Reader.WaitToReadAsync(end.Token).ConfigureAwait(false))
            {
                var isFull = await WaitAsync(end.Token).ConfigureAwait(false);
                Take(batch, startsAlone: isFull);
                await SaveAsync(batch, end.Token).ConfigureAwait(false);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (end.IsCancellationRequested)
        {
            _entries.Writer.TryComplete();
            Abandon(batch);
        }
    }

    private void SignalIfFull()
    {
        if (IsFull)
        {
            _full.Signal();
        }
    }

    /// <summary>Waits for others to be saved with what there is; false where that takes too long.</summary>
    private async Task<bool> WaitAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            Drain();
            var patience = _delay - time.GetElapsedTime(_waiting[0].Since);
            if (patience <= TimeSpan.Zero || _waiting.Exists(entry => entry.IsUrgent))
            {
                return false;
            }

            if (IsFull)
            {
                return true;
            }

            await _full.WaitAsync(patience, stoppingToken).ConfigureAwait(false);
        }
    }

    private void Drain()
    {
        while (_entries.Reader.TryRead(out var entry))
        {
            _waiting.Add(entry);
        }
    }

    /// <summary>Takes the longest waiting; starts alone, if that is asked for and there are any.</summary>
    private void Take(List<Entry> batch, bool startsAlone)
    {
        startsAlone = startsAlone && _waiting.Exists(entry => !entry.IsResult);
        _waiting.RemoveAll(entry =>
        {
            var isTaken = batch.Count < _size && !(startsAlone && entry.IsResult);
            if (isTaken)
            {
                batch.Add(entry);
            }

            return isTaken;
        });
    }

    private async Task SaveAsync(List<Entry> batch, CancellationToken cancellationToken)
    {
        var events = batch.ConvertAll(entry => entry.Event);
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var saved = await store.SaveAsync(events, cancellationToken).ConfigureAwait(false);
                outages.End("The job store");
                Interlocked.Add(ref _unsaved, -batch.Count);
                Announce(batch, saved);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                outages.Report("The job store", exception, pause);
                await Task.Delay(pause, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private void Announce(List<Entry> batch, SaveResult saved)
    {
        foreach (var entry in batch)
        {
            entry.SetResult(!saved.Unknown.Contains(entry.Event.Key.Job));
        }

        foreach (var job in saved.Completed)
        {
            Log.JobFinished(logger, job.Id, job.Run, job.Status, job.Images.Succeeded, job.Images.Failed);
        }

        var finished = batch.Where(entry => entry.IsResult)
            .Select(entry => entry.Event.Key)
            .ToList();
        if (finished.Count > 0)
        {
            signals.RaiseImagesFinished(finished);
        }

        if (saved.Completed.Any(job => job.Webhook is not null))
        {
            signals.RaiseWebhookDue();
        }
    }

    private void Abandon(List<Entry> batch)
    {
        Drain();
        foreach (var entry in batch.Concat(_waiting))
        {
            entry.TrySetCanceled();
        }
    }

    private sealed class Expected(ResultRecorder recorder) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref recorder._inFlight);
            recorder.SignalIfFull();
        }
    }

    private sealed class Entry(ImageEvent imageEvent, long since, bool urgent)
        : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ImageEvent Event { get; } = imageEvent;

        public long Since { get; } = since;

        public bool IsUrgent { get; } = urgent;

        public bool IsResult => Event is ImageSucceeded or ImageFailed;
    }
}
