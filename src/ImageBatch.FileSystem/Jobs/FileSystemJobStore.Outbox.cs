using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.FileSystem.Jobs;

internal sealed partial class FileSystemJobStore : IWebhookOutbox
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
        return Task.Run<IReadOnlyList<WebhookDelivery>>(
            () =>
            {
                List<WebhookDelivery> claimed;
                lock (_gate)
                {
                    claimed = _state.Outbox.Claim(now, lease, limit, except);
                }

                return claimed.ConvertAll(delivery => delivery with { Body = BodyOf(delivery.Job, delivery.Run) });
            },
            cancellationToken);
    }

    public Task<ReadOnlyMemory<byte>?> SaveBodyAsync(
        string deliveryId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deliveryId);
        return Task.Run(() => SaveBody(deliveryId, body), cancellationToken);
    }

    public async Task SaveAttemptAsync(
        WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(attempt);
        await _committer.RunAsync(new AttemptCommand(_state, _gate, delivery, attempt, cancellationToken)).ConfigureAwait(false);
    }

    private ReadOnlyMemory<byte>? SaveBody(string id, ReadOnlyMemory<byte> body)
    {
        StoredJob? job;
        int run;
        lock (_gate)
        {
            if (_state.Outbox.Find(id) is not { } delivery)
            {
                return null;
            }

            (job, run) = (_state.Jobs.Find(delivery.Job)!, delivery.Run);
        }

        lock (job.Files)
        {
            if (job.IsDeleted)
            {
                return null;
            }

            if (BodyOf(job.Id, run) is { } known)
            {
                return known;
            }

            // A copy, since the caller's memory is free to change when we return.
            var copy = body.ToArray();
            _files.WriteBody(job.Id, run, copy);
            return copy;
        }
    }

    private ReadOnlyMemory<byte>? BodyOf(JobId job, int run) =>
        _files.ReadBody(job, run) is { } body ? new ReadOnlyMemory<byte>(body) : default(ReadOnlyMemory<byte>?);
}
