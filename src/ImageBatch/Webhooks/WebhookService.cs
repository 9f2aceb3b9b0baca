using System.Diagnostics;
using ImageBatch.Diagnostics;
using ImageBatch.Fairness;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Webhooks;

/// <summary>Delivers what is due in the outbox, some at once, and to one receiver a few of them.</summary>
internal sealed class WebhookService(
    IJobStore jobs,
    IWebhookOutbox outbox,
    IWebhookNotifier notifier,
    WebhookBodies bodies,
    EngineSignals signals,
    EngineMetrics metrics,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    Outages outages,
    ILogger<WebhookService> logger) : BackgroundService
{
    /// <summary>How long a receiver may be silent before its delivery gives its place to others, and goes on without.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(250);

    /// <summary>How many deliveries may be under way for each place: what has no place any more waits, and takes a body's memory.</summary>
    private const int UnderWayAPlace = 8;

    private readonly WebhookOptions _options = options.Value.Webhooks;
    private readonly RetrySchedule _schedule = new(options.Value.Webhooks.RetrySchedule);
    private readonly WakeUp _wakeUp = new(time);
    private readonly Receivers _receivers = new(options.Value.Webhooks, options.Value.Http, time);
    private readonly SemaphoreSlim _places = new(options.Value.Webhooks.Concurrency);
    private readonly SemaphoreSlim _underWay = new(UnderWayAPlace * options.Value.Webhooks.Concurrency);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wakeUp.Dispose();
        _places.Dispose();
        _underWay.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signals.WebhookDue += _wakeUp.Signal;
        try
        {
            while (true)
            {
                if (!await BeginNextAsync(stoppingToken).ConfigureAwait(false))
                {
                    await _wakeUp.WaitAsync(_options.PollInterval, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            signals.WebhookDue -= _wakeUp.Signal;
            await WhenAllEndedAsync().ConfigureAwait(false);
        }
    }

    /// <summary>
    /// Begins one delivery, when there is a place for it and with what its receivers have by then: nothing that was handed out
    /// waits, and what may not be sent now is not handed out.
    /// </summary>
    private async Task<bool> BeginNextAsync(CancellationToken stoppingToken)
    {
        WebhookDelivery? delivery = null;
        await _underWay.WaitAsync(stoppingToken).ConfigureAwait(false);
        try
        {
            await _places.WaitAsync(stoppingToken).ConfigureAwait(false);
            try
            {
                delivery = await ClaimAsync(stoppingToken).ConfigureAwait(false);
            }
            finally
            {
                if (delivery is null)
                {
                    _places.Release();
                }
            }
        }
        finally
        {
            if (delivery is null)
            {
                _underWay.Release();
            }
        }

        if (delivery is null)
        {
            return false;
        }

        var receiver = WebhookReceiver.Of(delivery.Url);
        _receivers.Enter(receiver);
        _ = Task.Run(() => DeliverAsync(delivery, receiver, stoppingToken), CancellationToken.None);
        return true;
    }

    /// <summary>Waits for what is under way, which a stop has cancelled: it has ended when all places are free.</summary>
    private async Task WhenAllEndedAsync()
    {
        for (var place = 0; place < UnderWayAPlace * _options.Concurrency; place++)
        {
            await _underWay.WaitAsync(CancellationToken.None).ConfigureAwait(false);
        }
    }

    private async Task<WebhookDelivery?> ClaimAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A claim outlasts a try and its saving; it ends only where this process dies.
            var due = await outbox.ClaimDueAsync(
                time.GetUtcNow(), 4 * _options.TryTimeout, 1, _receivers.Closed(), stoppingToken).ConfigureAwait(false);
            outages.End("The webhook outbox");
            return due is [var delivery, ..] ? delivery : null;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            outages.Report("The webhook outbox", exception, _options.PollInterval);
            return null;
        }
    }

    private async Task DeliverAsync(WebhookDelivery delivery, WebhookReceiver receiver, CancellationToken stoppingToken)
    {
        WebhookAnswer? answer = null;
        using var place = new Place(() =>
        {
            _receivers.GivePlace(receiver);
            _places.Release();
            _wakeUp.Signal();
        });
        using var silence = time.CreateTimer(_ => place.Dispose(), null, Patience, Timeout.InfiniteTimeSpan);
        try
        {
            if (await bodies.FixAsync(delivery, stoppingToken).ConfigureAwait(false) is { } body)
            {
                answer = await TryAsync(delivery with { Body = body }, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // What became of the try is not recorded: it is made again when the claim has ended.
            outages.Report("The webhook outbox", exception, 4 * _options.TryTimeout);
        }
        catch (OperationCanceledException)
        {
            // The host stops: nothing is known of the try.
        }
        finally
        {
            if (_receivers.Leave(receiver, answer is null ? null : IsHostsFault(answer)))
            {
                Log.ReceiverPaused(logger, receiver.Host, options.Value.Http.BreakDuration, options.Value.Http.BreakAfter);
            }

            place.Dispose();
            _underWay.Release();
            _wakeUp.Signal();
        }
    }

    /// <summary>Whether the host did not answer, or said that it cannot. What it refuses is the delivery's own.</summary>
    private static bool IsHostsFault(WebhookAnswer answer) => answer is { Error: not null, IsPermanent: false }
        && answer.StatusCode is null or 408 or 429 or >= 500;

    private async Task<WebhookAnswer> TryAsync(WebhookDelivery delivery, CancellationToken stoppingToken)
    {
        var parent = await FindTraceAsync(delivery.Job, stoppingToken).ConfigureAwait(false);
        using var activity = Telemetry.Activities.StartActivity("imagebatch.webhook", ActivityKind.Client, parent);
        activity?.SetTag("imagebatch.job", delivery.Job.ToString()).SetTag("imagebatch.webhook.id", delivery.Id);
        var answer = await notifier.NotifyAsync(delivery, stoppingToken).ConfigureAwait(false);
        CrashPoint.Reach(CrashPoint.WebhookPosted);
        var attempt = Judge(answer, delivery.Attempts + 1);
        if (attempt.Error is not null)
        {
            activity?.SetStatus(ActivityStatusCode.Error, attempt.Error);
        }

        await outbox.SaveAttemptAsync(delivery, attempt, CancellationToken.None).ConfigureAwait(false);
        Report(delivery, attempt);
        return answer;
    }

    /// <summary>The upload of a job, for the delivery to belong to its trace; not asked for where nobody listens.</summary>
    private async Task<ActivityContext> FindTraceAsync(JobId jobId, CancellationToken stoppingToken) =>
        Telemetry.Activities.HasListeners()
        && await jobs.FindAsync(jobId, stoppingToken).ConfigureAwait(false) is { } job
            ? Telemetry.ParentOf(job.Definition)
            : default;

    private WebhookAttempt Judge(WebhookAnswer answer, int tries)
    {
        if (answer.Error is null)
        {
            return new WebhookAttempt(WebhookState.Delivered, answer.StatusCode, null, null);
        }

        var wait = answer.IsPermanent ? null : _schedule.WaitAfter(tries, answer.RetryAfter);
        return new WebhookAttempt(
            wait is null ? WebhookState.Failed : WebhookState.Pending, answer.StatusCode, answer.Error, time.GetUtcNow() + wait);
    }

    private void Report(WebhookDelivery delivery, WebhookAttempt attempt)
    {
        var tries = delivery.Attempts + 1;
        metrics.WebhookTried(attempt.State == WebhookState.Delivered ? "delivered" : "failed");
        if (attempt.Error is null)
        {
            Log.WebhookDelivered(logger, delivery.Id, tries);
            return;
        }

        Log.WebhookFailed(logger, delivery.Id, tries, attempt.Error);
        if (attempt.State == WebhookState.Failed)
        {
            Log.WebhookGivenUp(logger, delivery.Id, delivery.Job);
        }
    }
}
