using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory;

internal sealed partial class InMemoryJobStore : IWebhookOutbox
{
    public Task<IReadOnlyList<WebhookDelivery>> ClaimDueAsync(
        DateTimeOffset now,
        TimeSpan lease,
        int limit,
        IReadOnlyCollection<string> except,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentNullException.ThrowIfNull(except);
        return Run<IReadOnlyList<WebhookDelivery>>(() => _outbox.Claim(now, lease, limit, except), cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>?> SaveBodyAsync(
        string deliveryId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deliveryId);
        return Run(() => _outbox.SaveBody(deliveryId, body), cancellationToken);
    }

    public Task SaveAttemptAsync(
        WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(attempt);
        return Run(
            () =>
            {
                _outbox.SaveAttempt(delivery, attempt);
                return true;
            },
            cancellationToken);
    }
}
