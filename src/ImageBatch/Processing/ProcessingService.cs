using System.Collections.Concurrent;
using System.Diagnostics;
using System.Threading.Channels;
using ImageBatch.Completion;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
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
    EngineSignals signals,
    IdleMemory memory,
    EngineMetrics metrics,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    Outages outages,
    ILogger<ProcessingService> logger) : BackgroundService
{
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    /// <summary>How often the store is asked whether the jobs in hand are still wanted.</summary>
    private static readonly TimeSpan LookInterval = TimeSpan.FromSeconds(1);

    /// <summary>How many deliveries are looked up at once.</summary>
    private const int LoadBatch = 256;

    private readonly int _prefetch = options.Value.Processing.MaxImagesInHand;
    private readonly TimeSpan _shutdownTimeout = options.Value.Processing.ShutdownTimeout;
    private readonly ConcurrentDictionary<ImageKey, ImageInFlight> _inFlight = new();
    private readonly List<Task> _working = [];

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        Log.CodecsFound(logger, string.Join(", ", codecs.Names));

        // The receiver stays until the last image is done, so that deliveries in flight are not given to others.
        using var receiverEnd = new CancellationTokenSource();
        using var jobs = new JobsInHand(stoppingToken);
        signals.JobDropped += jobs.Drop;
        var looking = LookForDroppedJobsAsync(jobs, stoppingToken);
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
            while (deliveries.Count < LoadBatch && received.Reader.TryRead(out var next))
            {
                deliveries.Add(next);
            }

            await StartAsync(deliveries, jobs, stoppingToken).ConfigureAwait(false);
        }

        await Task.WhenAll(_working).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await receiverEnd.CancelAsync().ConfigureAwait(false);
        await receiving.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await looking.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        signals.JobDropped -= jobs.Drop;
    }

    /// <summary>Learns of jobs that were cancelled or deleted on other nodes. On this one a signal says so at once.</summary>
    private async Task LookForDroppedJobsAsync(JobsInHand jobs, CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(LookInterval, time, stoppingToken).ConfigureAwait(false);
            var samples = jobs.Samples;
            memory.Look(isIdle: samples.Count == 0);
            if (samples.Count == 0)
            {
                continue;
            }

            try
            {
                var pending = (await store.LoadAsync(samples, stoppingToken).ConfigureAwait(false)).Select(work => work.Key).ToHashSet();
                foreach (var key in samples.Where(key => !pending.Contains(key)))
                {
                    // One that has just become final is seen as well: only the job can tell.
                    if (await store.FindAsync(key.Job, stoppingToken).ConfigureAwait(false) is not { IsFinished: false } job
                        || job.Run != key.Run)
                    {
                        jobs.Drop(key.Job);
                    }
                }
            }
            catch (Exception) when (!stoppingToken.IsCancellationRequested)
            {
                // The store is away: whoever needs it for more than a look says so.
            }
        }
    }

    private async Task ReceiveAsync(ChannelWriter<ImageDelivery> writer, CancellationToken endToken)
    {
        while (!endToken.IsCancellationRequested)
        {
            try
            {
                await foreach (var delivery in queue.ReceiveAsync(_prefetch, endToken).ConfigureAwait(false))
                {
                    outages.End("The queue");
                    if (delivery.IsRedelivered)
                    {
                        metrics.Redelivered();
                    }

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
                outages.Report("The queue", exception, Pause);
                await Task.Delay(Pause, time, endToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
        }
    }

    /// <summary>Loads some deliveries in one call and starts the images that are still wanted.</summary>
    private async Task StartAsync(List<ImageDelivery> deliveries, JobsInHand jobs, CancellationToken stoppingToken)
    {
        _working.RemoveAll(work => work.IsCompleted);

        // Before the store is asked: of an image that is done meanwhile it may still say that it is wanted.
        deliveries.RemoveAll(TryJoin);
        if (deliveries.Count == 0)
        {
            return;
        }

        var dealtWith = 0;
        try
        {
            var keys = deliveries.Select(delivery => delivery.Key).ToHashSet();
            var loaded = await store.LoadAsync(keys, stoppingToken).ConfigureAwait(false);
            outages.End("The job store");
            var wanted = loaded.ToDictionary(work => work.Key);
            var started = new HashSet<ImageKey>();
            foreach (var delivery in deliveries)
            {
                if (!wanted.TryGetValue(delivery.Key, out var work))
                {
                    // Already final.
                    await delivery.AcknowledgeAsync(stoppingToken).ConfigureAwait(false);
                }
                else if (started.Add(work.Key))
                {
                    Start(work, delivery, jobs, stoppingToken);
                }
                else if (!TryJoin(delivery))
                {
                    // It was started just now and has ended, nobody knows here how: what comes again is asked about again.
                    await delivery.ReturnAsync(stoppingToken).ConfigureAwait(false);
                }

                dealtWith++;
            }
        }
        catch (JobDamagedException damaged)
        {
            // The other jobs go on; this one's images come again when they are handed out again.
            outages.Report("The job store", damaged, Pause);
            var left = deliveries.Skip(dealtWith).ToLookup(delivery => delivery.Key.Job == damaged.JobId);
            await EndAsync(left[true], delivery => delivery.AcknowledgeAsync(CancellationToken.None)).ConfigureAwait(false);
            await StartAsync([.. left[false]], jobs, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            outages.Report("The job store", exception, Pause);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReturnAsync(deliveries.Skip(dealtWith)).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The receiver's end gives the deliveries back.
        }
    }

    private bool TryJoin(ImageDelivery delivery) =>
        _inFlight.TryGetValue(delivery.Key, out var running) && running.TryJoin(delivery);

    private void Start(ImageWork work, ImageDelivery delivery, JobsInHand jobs, CancellationToken stoppingToken)
    {
        var image = new ImageInFlight(delivery);
        _inFlight[work.Key] = image;
        _working.Add(Task.Run(
            () => ProcessAsync(work, delivery.TraceContext, image, jobs, stoppingToken), CancellationToken.None));
    }

    private async Task ProcessAsync(
        ImageWork work, ActivityContext traceContext, ImageInFlight image, JobsInHand jobs, CancellationToken stoppingToken)
    {
        var job = jobs.Add(work.Key);
        try
        {
            var known = await processor.ProcessAsync(work, traceContext, job.Token, stoppingToken).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.ResultSaved);
            outages.End("The image store");
            if (!known)
            {
                // The job was deleted while its image was in flight: the output just saved goes too.
                await images.DeleteJobAsync(work.Key.Job, CancellationToken.None).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            await ReturnAsync(TakeDeliveries(work.Key, image)).ConfigureAwait(false);
            return;
        }
        catch (OperationCanceledException) when (job.Token.IsCancellationRequested)
        {
            await EndDroppedAsync(work.Key, image).ConfigureAwait(false);
            return;
        }
        catch (Exception exception)
        {
            outages.Report("The image store", exception, Pause);
            await Task.Delay(Pause, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await ReturnAsync(TakeDeliveries(work.Key, image)).ConfigureAwait(false);
            return;
        }
        finally
        {
            jobs.Remove(work.Key, job);
        }

        await EndAsync(
            TakeDeliveries(work.Key, image), delivery => delivery.AcknowledgeAsync(CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Ends an image whose job was dropped; one that is wanted all the same, by a retry meanwhile, goes back.</summary>
    private async Task EndDroppedAsync(ImageKey key, ImageInFlight image)
    {
        var isWanted = true;
        try
        {
            isWanted = (await store.LoadAsync([key], CancellationToken.None).ConfigureAwait(false)).Count > 0;
        }
        catch (Exception exception)
        {
            outages.Report("The job store", exception, Pause);
        }

        await EndAsync(
            TakeDeliveries(key, image),
            delivery => isWanted
                ? delivery.ReturnAsync(CancellationToken.None)
                : delivery.AcknowledgeAsync(CancellationToken.None)).ConfigureAwait(false);
    }

    /// <summary>Ends the work on an image before its deliveries end: what is returned may come again at once.</summary>
    private IReadOnlyList<ImageDelivery> TakeDeliveries(ImageKey key, ImageInFlight image)
    {
        var deliveries = image.TakeDeliveries();
        _inFlight.TryRemove(KeyValuePair.Create(key, image));
        return deliveries;
    }

    private Task ReturnAsync(IEnumerable<ImageDelivery> deliveries) =>
        EndAsync(deliveries, delivery => delivery.ReturnAsync(CancellationToken.None));

    private async Task EndAsync(IEnumerable<ImageDelivery> deliveries, Func<ImageDelivery, Task> end)
    {
        foreach (var delivery in deliveries)
        {
            try
            {
                await end(delivery).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                // A queue that lost the receiver redelivers by itself.
                outages.Report("The queue", exception, Pause);
            }
        }
    }
}
