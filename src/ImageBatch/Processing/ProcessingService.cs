using System.Collections.Concurrent;
using System.Threading.Channels;
using ImageBatch.Completion;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Processing;

/// <summary>
/// Takes deliveries from the queue, loads what they mean, and has each image processed; acknowledges a delivery when
/// its result is in the job store.
/// </summary>
internal sealed class ProcessingService(
    IJobQueue queue,
    IJobStore store,
    IImageStore images,
    CodecSet codecs,
    ImageProcessor processor,
    ResultRecorder results,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    ILogger<ProcessingService> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    // Enough to keep every download slot busy while other images are compressed, saved and recorded.
    private readonly int _prefetch = 4 * options.Value.Processing.DownloadSlots;
    private readonly TimeSpan _shutdownTimeout = options.Value.Processing.ShutdownTimeout;
    private readonly ConcurrentDictionary<ImageKey, Task> _inFlight = new();

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.CodecsFound(logger, string.Join(", ", codecs.Names));

        // The receiver stays until the last image is done, so that deliveries in flight are not given to others.
        using var receiverEnd = new CancellationTokenSource();
        var received = Channel.CreateBounded<ImageDelivery>(_prefetch);
        using var stop = stoppingToken.Register(() =>
        {
            received.Writer.TryComplete();
            results.GiveUpAfter(_shutdownTimeout);
        });
        var receiving = ReceiveAsync(received.Writer, receiverEnd.Token);
        await foreach (var first in received.Reader.ReadAllAsync(CancellationToken.None).ConfigureAwait(false))
        {
            var deliveries = new List<ImageDelivery> { first };
            while (deliveries.Count < _prefetch && received.Reader.TryRead(out var next))
            {
                deliveries.Add(next);
            }

            await StartAsync(deliveries, stoppingToken).ConfigureAwait(false);
        }

        await Task.WhenAll(_inFlight.Values).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await receiverEnd.CancelAsync().ConfigureAwait(false);
        await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task ReceiveAsync(ChannelWriter<ImageDelivery> writer, CancellationToken endToken)
    {
        while (!endToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var delivery in queue.ReceiveAsync(_prefetch, endToken).ConfigureAwait(false))
                {
                    if (!writer.TryWrite(delivery))
                    {
                        // No more than the prefetch is ever out, so the channel has room unless the process stops.
                        await ReturnAsync([delivery]).ConfigureAwait(false);
                        await Task.Delay(Timeout.Infinite, endToken).ConfigureAwait(false);
                    }
                }
            }
            catch (OperationCanceledException) when (endToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception exception)
            {
                Log.PartUnavailable(logger, exception, "The queue", Pause);
                await Task.Delay(Pause, time, endToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Loads some deliveries in one call and starts the images that are still wanted.</summary>
    private async Task StartAsync(List<ImageDelivery> deliveries, CancellationToken stoppingToken)
    {
        try
        {
            var keys = deliveries.Select(delivery => delivery.Key).ToHashSet();
            var loaded = await store.LoadAsync(keys, stoppingToken).ConfigureAwait(false);
            var wanted = loaded.ToDictionary(work => work.Key);
            foreach (var delivery in deliveries)
            {
                if (wanted.TryGetValue(delivery.Key, out var work) && !_inFlight.ContainsKey(delivery.Key))
                {
                    Start(work, delivery, stoppingToken);
                }
                else
                {
                    // Already final, or a duplicate of one that is being worked on and whose own delivery is still out.
                    await delivery.AcknowledgeAsync(stoppingToken).ConfigureAwait(false);
                }
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.PartUnavailable(logger, exception, "The job store", Pause);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReturnAsync(deliveries.Where(delivery => !_inFlight.ContainsKey(delivery.Key))).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The receiver's end gives the deliveries back.
        }
    }

    private void Start(ImageWork work, ImageDelivery delivery, CancellationToken stoppingToken)
    {
        var done = new TaskCompletionSource();
        _inFlight[work.Key] = done.Task;
        _ = Task.Run(
            async () =>
            {
                try
                {
                    await ProcessAsync(work, delivery, stoppingToken).ConfigureAwait(false);
                }
                finally
                {
                    _inFlight.TryRemove(work.Key, out _);
                    done.SetResult();
                }
            },
            CancellationToken.None);
    }

    private async Task ProcessAsync(ImageWork work, ImageDelivery delivery, CancellationToken stoppingToken)
    {
        try
        {
            var known = await processor.ProcessAsync(work, stoppingToken).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.ResultSaved);
            if (!known)
            {
                // The job was deleted while its image was in flight: the output just saved goes too.
                await images.DeleteJobAsync(work.Key.Job, CancellationToken.None).ConfigureAwait(false);
            }

            await delivery.AcknowledgeAsync(CancellationToken.None).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await ReturnAsync([delivery]).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.PartUnavailable(logger, exception, "The image store", Pause);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReturnAsync([delivery]).ConfigureAwait(false);
        }
    }

    private async Task ReturnAsync(IEnumerable<ImageDelivery> deliveries)
    {
        foreach (var delivery in deliveries)
        {
            try
            {
                await delivery.ReturnAsync(CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // A queue that lost the receiver redelivers by itself.
                Log.PartUnavailable(logger, exception, "The queue", Pause);
            }
        }
    }
}
