using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>
/// The deliveries that a job store makes when jobs finish. Filled by the same registration as <see cref="IJobStore"/>
/// and as durable as it is.
/// </summary>
/// <remarks>Thread-safe, also against other processes where the store is shared.</remarks>
public interface IWebhookOutbox
{
    /// <summary>
    /// Hands out deliveries that are due, the longest due first, each under a new claim. Until the lease ends, or a
    /// try is saved, no one else gets them. Those of receivers that are left out stay as they are, however many: they neither
    /// count nor hide what is due after them.
    /// </summary>
    /// <param name="now">The time by which they are due.</param>
    /// <param name="lease">How long the claims hold.</param>
    /// <param name="limit">Most deliveries to hand out, at least 1.</param>
    /// <param name="except">
    /// The receivers to leave out, each by <see cref="WebhookReceiver.Host"/> or <see cref="WebhookReceiver.Site"/>.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    Task<IReadOnlyList<WebhookDelivery>> ClaimDueAsync(
        DateTimeOffset now,
        TimeSpan lease,
        int limit,
        IReadOnlyCollection<string> except,
        CancellationToken cancellationToken = default);

    /// <summary>
    /// Fixes the body of a delivery, before its first try and before its job is retried. The first body saved stays.
    /// </summary>
    /// <returns>The body that is fixed now; null where the delivery does not exist.</returns>
    Task<ReadOnlyMemory<byte>?> SaveBodyAsync(
        string deliveryId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default);

    /// <summary>
    /// Saves what a try came to, counts it, and ends the claim. Changes nothing where the delivery does not exist or
    /// its claim is no longer the last one; a claim whose lease has passed counts until another is made.
    /// </summary>
    Task SaveAttemptAsync(
        WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken = default);
}
