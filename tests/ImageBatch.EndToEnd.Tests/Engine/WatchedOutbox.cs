using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>An outbox that tells when it was asked what is due, so that a test can say that nothing was.</summary>
internal sealed class WatchedOutbox(IWebhookOutbox inner) : IWebhookOutbox
{
    private int _polls;

    /// <summary>Waits until a poll that began after this call has ended and what it found was handed on.</summary>
    public Task PolledAsync()
    {
        var before = Volatile.Read(ref _polls);
        return Eventually.TrueAsync(() => Volatile.Read(ref _polls) > before + 2, "the outbox to be polled");
    }

    public async Task<IReadOnlyList<WebhookDelivery>> ClaimDueAsync(
        DateTimeOffset now, TimeSpan lease, int limit, CancellationToken cancellationToken = default)
    {
        var due = await inner.ClaimDueAsync(now, lease, limit, cancellationToken);
        Interlocked.Increment(ref _polls);
        return due;
    }

    public Task<ReadOnlyMemory<byte>?> SaveBodyAsync(
        string deliveryId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default) =>
        inner.SaveBodyAsync(deliveryId, body, cancellationToken);

    public Task SaveAttemptAsync(
        WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken = default) =>
        inner.SaveAttemptAsync(delivery, attempt, cancellationToken);
}
