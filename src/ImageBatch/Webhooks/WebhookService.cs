using System.Diagnostics;
using System.Runtime.CompilerServices;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Webhooks;

/// <summary>Delivers what is due in the outbox, a few at once.</summary>
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
    private readonly WebhookOptions _options = options.Value.Webhooks;
    private readonly RetrySchedule _schedule = new(options.Value.Webhooks.RetrySchedule);
    private readonly WakeUp _wakeUp = new(time);

    /// <inheritdoc/>
    public override void Dispose()
    {
        _wakeUp.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        signals.WebhookDue += _wakeUp.Signal;
        try
        {
            // Not in batches: a receiver that takes its time holds one place, and the others go on.
            var places = new ParallelOptions
            {
                MaxDegreeOfParallelism = _options.Concurrency,
                CancellationToken = stoppingToken,
            };
            await Parallel.ForEachAsync(DueAsync(stoppingToken), places, DeliverAsync).ConfigureAwait(false);
        }
        finally
        {
            signals.WebhookDue -= _wakeUp.Signal;
        }
    }

    private async IAsyncEnumerable<WebhookDelivery> DueAsync([EnumeratorCancellation] CancellationToken stoppingToken)
    {
        while (true)
        {
            var due = await ClaimAsync(stoppingToken).ConfigureAwait(false);
            foreach (var delivery in due)
            {
                yield return delivery;
            }

            if (due.Count == 0)
            {
                await _wakeUp.WaitAsync(_options.PollInterval, stoppingToken).ConfigureAwait(false);
            }
        }
    }

    private async Task<IReadOnlyList<WebhookDelivery>> ClaimAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A claim outlasts the wait for a place, a try and its saving; it ends only where this process dies.
            var due = await outbox.ClaimDueAsync(
                time.GetUtcNow(), 4 * _options.TryTimeout, _options.Concurrency, stoppingToken).ConfigureAwait(false);
            outages.End("The webhook outbox");
            return due;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            outages.Report("The webhook outbox", exception, _options.PollInterval);
            return [];
        }
    }

    private async ValueTask DeliverAsync(WebhookDelivery delivery, CancellationToken stoppingToken)
    {
        try
        {
            if (await bodies.FixAsync(delivery, stoppingToken).ConfigureAwait(false) is { } body)
            {
                await TryAsync(delivery with { Body = body }, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            // What became of the try is not recorded: it is made again when the claim has ended.
            outages.Report("The webhook outbox", exception, 4 * _options.TryTimeout);
        }
    }

    private async Task TryAsync(WebhookDelivery delivery, CancellationToken stoppingToken)
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
