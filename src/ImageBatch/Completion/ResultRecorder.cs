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
/// Saves events in groups: one call to the store carries what came up meanwhile, up to a size and a delay. While the
/// store cannot be reached, events wait; none is dropped while the process lives.
/// </summary>
internal sealed class ResultRecorder(
    IJobStore store,
    EngineSignals signals,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    ILogger<ResultRecorder> logger) : BackgroundService
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(5);

    private readonly Channel<Entry> _entries = Channel.CreateUnbounded<Entry>(
        new UnboundedChannelOptions { SingleReader = true });

    private readonly int _size = options.Value.Processing.ResultBatchSize;
    private readonly TimeSpan _delay = options.Value.Processing.ResultBatchDelay;

    /// <summary>Saves an event; returns when it is in the store.</summary>
    /// <returns>Whether the store knows the event's job.</returns>
    /// <exception cref="OperationCanceledException">The process stops before the event could be saved.</exception>
    public Task<bool> RecordAsync(ImageEvent imageEvent)
    {
        var entry = new Entry(imageEvent);
        if (!_entries.Writer.TryWrite(entry))
        {
            entry.SetCanceled();
        }

        return entry.Task;
    }

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
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var batch = new List<Entry>(_size);
        try
        {
            while (await _entries.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(false))
            {
                await FillAsync(batch, stoppingToken).ConfigureAwait(false);
                await SaveAsync(batch, stoppingToken).ConfigureAwait(false);
                batch.Clear();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            Abandon(batch);
        }
    }

    private async Task FillAsync(List<Entry> batch, CancellationToken cancellationToken)
    {
        Drain(batch);
        if (batch.Count < _size && _delay > TimeSpan.Zero && !_entries.Reader.Completion.IsCompleted)
        {
            await Task.Delay(_delay, time, cancellationToken).ConfigureAwait(false);
            Drain(batch);
        }
    }

    private void Drain(List<Entry> batch)
    {
        while (batch.Count < _size && _entries.Reader.TryRead(out var entry))
        {
            batch.Add(entry);
        }
    }

    private async Task SaveAsync(List<Entry> batch, CancellationToken cancellationToken)
    {
        var events = batch.ConvertAll(entry => entry.Event);
        for (var pause = TimeSpan.FromMilliseconds(100); ; pause = pause * 2 < LongestPause ? pause * 2 : LongestPause)
        {
            try
            {
                var saved = await store.SaveAsync(events, cancellationToken).ConfigureAwait(false);
                Announce(batch, saved);
                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                Log.PartUnavailable(logger, exception, "The job store", pause);
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

        var finished = batch.Where(entry => entry.Event is ImageSucceeded or ImageFailed)
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
        Drain(batch);
        foreach (var entry in batch)
        {
            entry.TrySetCanceled();
        }

        while (_entries.Reader.TryRead(out var entry))
        {
            entry.TrySetCanceled();
        }
    }

    private sealed class Entry(ImageEvent imageEvent)
        : TaskCompletionSource<bool>(TaskCreationOptions.RunContinuationsAsynchronously)
    {
        public ImageEvent Event { get; } = imageEvent;
    }
}
