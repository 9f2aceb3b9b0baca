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
    IWebhookOutbox outbox,
    IWebhookNotifier notifier,
    WebhookBodies bodies,
    EngineSignals signals,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    ILogger<WebhookService> logger) : BackgroundService
{
    private readonly WebhookOptions _options = options.Value.Webhooks;
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
            while (!stoppingToken.IsCancellationRequested)
            {
                if (!await DeliverDueAsync(stoppingToken).ConfigureAwait(false))
                {
                    await _wakeUp.WaitAsync(_options.PollInterval, stoppingToken).ConfigureAwait(false);
                }
            }
        }
        finally
        {
            signals.WebhookDue -= _wakeUp.Signal;
        }
    }

    /// <summary>Makes one try of everything that is due, up to the concurrency; false where nothing was.</summary>
    private async Task<bool> DeliverDueAsync(CancellationToken stoppingToken)
    {
        try
        {
            // A claim outlasts a try with its saving; it ends only where this process dies.
            var due = await outbox.ClaimDueAsync(
                time.GetUtcNow(), 4 * _options.TryTimeout, _options.Concurrency, stoppingToken).ConfigureAwait(false);
            await Task.WhenAll(due.Select(delivery => DeliverAsync(delivery, stoppingToken))).ConfigureAwait(false);
            return due.Count > 0;
        }
        catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
        {
            Log.PartUnavailable(logger, exception, "The webhook outbox", _options.PollInterval);
            return false;
        }
    }

    private async Task DeliverAsync(WebhookDelivery delivery, CancellationToken stoppingToken)
    {
        if (await bodies.FixAsync(delivery, stoppingToken).ConfigureAwait(false) is not { } body)
        {
            return;
        }

        using var activity = Telemetry.Activities.StartActivity("imagebatch.webhook");
        activity?.SetTag("imagebatch.job", delivery.Job.ToString()).SetTag("imagebatch.webhook.id", delivery.Id);
        var answer = await notifier.NotifyAsync(delivery with { Body = body }, stoppingToken).ConfigureAwait(false);
        CrashPoint.Reach(CrashPoint.WebhookPosted);
        var attempt = Judge(answer, delivery.Attempts + 1);
        await outbox.SaveAttemptAsync(delivery, attempt, CancellationToken.None).ConfigureAwait(false);
        Report(delivery, attempt);
    }

    private WebhookAttempt Judge(WebhookAnswer answer, int tries)
    {
        if (answer.Error is null)
        {
            return new WebhookAttempt(WebhookState.Delivered, answer.StatusCode, null, null);
        }

        if (answer.IsPermanent || tries >= _options.RetrySchedule.Count)
        {
            return new WebhookAttempt(WebhookState.Failed, answer.StatusCode, answer.Error, null);
        }

        var wait = _options.RetrySchedule[tries];
        wait = answer.RetryAfter > wait ? answer.RetryAfter.Value : wait;
        return new WebhookAttempt(WebhookState.Pending, answer.StatusCode, answer.Error, time.GetUtcNow() + wait);
    }

    private void Report(WebhookDelivery delivery, WebhookAttempt attempt)
    {
        Telemetry.WebhookTried(attempt.State == WebhookState.Delivered ? "delivered" : "failed");
        if (attempt.Error is null)
        {
            Log.WebhookDelivered(logger, delivery.Id, delivery.Attempts + 1);
        }
        else
        {
            Log.WebhookFailed(logger, delivery.Id, delivery.Attempts + 1, attempt.Error);
        }
    }
}
