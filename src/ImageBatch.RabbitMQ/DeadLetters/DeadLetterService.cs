using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.RabbitMQ.Connections;
using ImageBatch.RabbitMQ.Messages;
using ImageBatch.RabbitMQ.Receiving;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageBatch.RabbitMQ.DeadLetters;

/// <summary>
/// Fails the images whose messages the broker gave up because they came back from their consumers too often. Other dead
/// letters are reported and dropped: their images are still pending, and the dispatcher hands them out again.
/// </summary>
internal sealed class DeadLetterService(
    Broker broker, IJobStore store, TimeProvider time, ILogger<DeadLetterService> logger) : BackgroundService
{
    private const int BatchSize = 64;

    private readonly string _queue = broker.Topology.DeadLetters;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await broker.Used.WaitAsync(stoppingToken).ConfigureAwait(false);
            var sessions = new ReceiverSessions(broker, _queue, BatchSize, time, logger);
            await using (sessions.ConfigureAwait(false))
            {
                await ReceiveAsync(sessions, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What was not acknowledged is there for the next.
        }
    }

    private async Task ReceiveAsync(ReceiverSessions sessions, CancellationToken stoppingToken)
    {
        while (true)
        {
            var (session, first) = await sessions.ReadAsync(stoppingToken).ConfigureAwait(false);
            var batch = new List<ReceivedMessage> { first };
            while (batch.Count < BatchSize && session.TryRead() is { } next)
            {
                batch.Add(next);
            }

            await FailAsync(batch.Select(Read).OfType<ImageKey>().ToHashSet(), stoppingToken).ConfigureAwait(false);
            foreach (var message in batch)
            {
                await session.AcknowledgeAsync(message.Tag).ConfigureAwait(false);
            }
        }
    }

    /// <summary>The image that a dead letter condemns; null where it condemns none.</summary>
    private ImageKey? Read(ReceivedMessage message)
    {
        var (key, problem) = ImageMessage.Read(message.Body);
        if (key is null)
        {
            Log.Unreadable(logger, _queue, problem);
            return null;
        }

        var reason = DeadLetter.Reason(message.Properties);
        if (reason != DeadLetter.DeliveryLimit)
        {
            Log.DeadLetterDropped(logger, key.Value.Index, key.Value.Job, reason);
            return null;
        }

        return key;
    }

    /// <summary>Fails what is still pending of the images; tries until the store takes it.</summary>
    private async Task FailAsync(HashSet<ImageKey> keys, CancellationToken cancellationToken)
    {
        for (var backoff = new Backoff(); keys.Count > 0;)
        {
            try
            {
                var pending = await store.LoadAsync(keys, cancellationToken).ConfigureAwait(false);
                await store.SaveAsync([.. pending.Select(image => Failed(image.Key))], cancellationToken).ConfigureAwait(false);
                broker.Outages.End("The job store");
                foreach (var image in pending)
                {
                    Log.ImageGivenUp(logger, image.Key.Index, image.Key.Job, broker.Options.DeliveryLimit);
                }

                return;
            }
            catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
            {
                var wait = backoff.Next();
                broker.Outages.Report("The job store", exception, wait);
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    private ImageFailed Failed(ImageKey key) => new(key, new ImageError(
        ImageErrorCodes.WorkerCrashed,
        $"The image was lost with the worker that had it more than {broker.Options.DeliveryLimit} times."));
}
