using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Options;

namespace ImageBatch.Webhooks;

/// <summary>
/// Fixes the bodies of deliveries. A finished job changes only by being retried, and a retry fixes the body of the
/// run it leaves first: so every try, of every node and after every restart, sends the same bytes.
/// </summary>
internal sealed class WebhookBodies(
    IJobStore store, IWebhookOutbox outbox, OutputUrls urls, IOptions<ImageBatchOptions> options)
{
    private readonly WebhookImages _images = new(store, urls);
    private readonly int _maxBytes = options.Value.Webhooks.MaxBodyBytes;

    /// <summary>Gives the body of a delivery, rendering it where that was not done yet; null where the job is gone.</summary>
    public async Task<ReadOnlyMemory<byte>?> FixAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        if (delivery.Body is not null)
        {
            return delivery.Body;
        }

        var job = await store.FindAsync(delivery.Job, cancellationToken).ConfigureAwait(false);
        return job is null ? null : await FixAsync(job, delivery.Id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Fixes the body of a finished job's delivery, where it has one, before the job is retried.</summary>
    public async Task FixAsync(Job job, CancellationToken cancellationToken)
    {
        if (job is { IsFinished: true, Webhook.Id: { } id })
        {
            await FixAsync(job, id, cancellationToken).ConfigureAwait(false);
        }
    }

    private async Task<ReadOnlyMemory<byte>?> FixAsync(Job job, string deliveryId, CancellationToken cancellationToken)
    {
        var left = _maxBytes - WebhookDocument.Render(job, [], urls).Length;
        var images = await _images.TakeAsync(job, WebhookDocument.MaxImages, left, cancellationToken).ConfigureAwait(false);
        return await outbox.SaveBodyAsync(
            deliveryId, WebhookDocument.Render(job, images, urls), cancellationToken).ConfigureAwait(false);
    }
}
