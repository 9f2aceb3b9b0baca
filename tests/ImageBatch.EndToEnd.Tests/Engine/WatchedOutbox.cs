using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Signals;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>An outbox that tells when it was asked what is due, so that a test can say that nothing was.</summary>
internal sealed class WatchedOutbox(IWebhookOutbox inner, EngineSignals signals) : IWebhookOutbox
{
    private TaskCompletionSource _polled = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Has it polled, without time that passes, and waits until a poll that began after this call has ended and what it found was
    /// handed on.
    /// </summary>
    public async Task PolledAsync()
    {
        for (var polls = 0; polls < 3; polls++)
        {
            var next = Volatile.Read(ref _polled).Task;
            signals.RaiseWebhookDue();
            await next.WaitAsync(TimeSpan.FromSeconds(60));
        }
    }

    public async Task<IReadOnlyList<WebhookDelivery>> ClaimDueAsync(
        DateTimeOffset now,
        TimeSpan lease,
        int limit,
        IReadOnlyCollection<string> except,
        CancellationToken cancellationToken = default)
    {
        var due = await inner.ClaimDueAsync(now, lease, limit, except, cancellationToken);
        Interlocked.Exchange(ref _polled, new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).SetResult();
        return due;
    }

    public Task<ReadOnlyMemory<byte>?> SaveBodyAsync(
        string deliveryId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default) =>
        inner.SaveBodyAsync(deliveryId, body, cancellationToken);

    public Task SaveAttemptAsync(
        WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken = default) =>
        inner.SaveAttemptAsync(delivery, attempt, cancellationToken);
}
