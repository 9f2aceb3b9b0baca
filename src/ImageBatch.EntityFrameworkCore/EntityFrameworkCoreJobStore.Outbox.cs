using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore;

internal sealed partial class EntityFrameworkCoreJobStore : IWebhookOutbox
{
    public async Task<IReadOnlyList<WebhookDelivery>> ClaimDueAsync(
        DateTimeOffset now,
        TimeSpan lease,
        int limit,
        IReadOnlyCollection<string> except,
        CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(limit, 1);
        ArgumentNullException.ThrowIfNull(except);
        string[] leftOut = [.. except];
        var claimed = new List<WebhookDelivery>();
        while (claimed.Count < limit)
        {
            var round = await database.ReadAsync(
                (context, token) => ClaimAsync(context, now, now + lease, limit - claimed.Count, leftOut, token), cancellationToken)
                .ConfigureAwait(false);
            if (round is null)
            {
                break;
            }

            // Others may have been faster with some; those who come after them are due as well.
            claimed.AddRange(round);
        }

        return claimed;
    }

    public Task<ReadOnlyMemory<byte>?> SaveBodyAsync(
        string deliveryId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(deliveryId);
        if (DeliveryKey.Parse(deliveryId) is not { } key)
        {
            return Task.FromResult<ReadOnlyMemory<byte>?>(null);
        }

        var bytes = body.ToArray();
        return database.ReadAsync<ReadOnlyMemory<byte>?>(
            async (context, token) =>
            {
                await Delivery(context, key).Where(delivery => delivery.Body == null)
                    .ExecuteUpdateAsync(set => set.SetProperty(delivery => delivery.Body, bytes), token).ConfigureAwait(false);
                var saved = await Delivery(context, key).Select(delivery => delivery.Body)
                    .SingleOrDefaultAsync(token).ConfigureAwait(false);
                return saved is null ? (ReadOnlyMemory<byte>?)null : saved;
            },
            cancellationToken);
    }

    public Task SaveAttemptAsync(
        WebhookDelivery delivery, WebhookAttempt attempt, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(delivery);
        ArgumentNullException.ThrowIfNull(attempt);
        if (DeliveryKey.Parse(delivery.Id) is not { } key)
        {
            return Task.CompletedTask;
        }

        var error = attempt.Error is null ? null : StorableText.Of(attempt.Error);
        return database.ReadAsync(
            (context, token) => Delivery(context, key).Where(stored => stored.Claim == delivery.Claim).ExecuteUpdateAsync(
                set => set.SetProperty(stored => stored.State, attempt.State)
                    .SetProperty(stored => stored.Attempts, stored => stored.Attempts + 1)
                    .SetProperty(stored => stored.LastStatus, attempt.StatusCode)
                    .SetProperty(stored => stored.LastError, error)
                    .SetProperty(stored => stored.DueAt, attempt.NextAttemptAt)
                    .SetProperty(stored => stored.Claim, (Guid?)null)
                    .SetProperty(stored => stored.ClaimedUntil, (DateTimeOffset?)null),
                token),
            cancellationToken);
    }

    /// <summary>Claims some of what is due; null where nothing is.</summary>
    private static async Task<IReadOnlyList<WebhookDelivery>?> ClaimAsync(
        DbContext context,
        DateTimeOffset now,
        DateTimeOffset until,
        int limit,
        string[] except,
        CancellationToken cancellationToken)
    {
        var candidates = await context.Set<DeliveryEntity>()
            .Where(delivery => delivery.DueAt <= now && (delivery.ClaimedUntil == null || delivery.ClaimedUntil <= now)
                && !except.Contains(delivery.Receiver) && !except.Contains(delivery.Site))
            .OrderBy(delivery => delivery.DueAt).ThenBy(delivery => delivery.JobId).ThenBy(delivery => delivery.Run)
            .Select(delivery => new { Key = new DeliveryKey(delivery.JobId, delivery.Run), delivery.Claim })
            .Take(limit).ToListAsync(cancellationToken).ConfigureAwait(false);
        if (candidates.Count == 0)
        {
            return null;
        }

        var claimed = new List<WebhookDelivery>();
        foreach (var candidate in candidates)
        {
            var claim = Guid.NewGuid();
            await Delivery(context, candidate.Key)
                .Where(delivery => delivery.Claim == candidate.Claim && delivery.DueAt <= now)
                .ExecuteUpdateAsync(
                    set => set.SetProperty(delivery => delivery.Claim, claim)
                        .SetProperty(delivery => delivery.ClaimedUntil, until),
                    cancellationToken).ConfigureAwait(false);

            // Read after the claim: a webhook that is set from now on voids it.
            var delivery = await Delivery(context, candidate.Key).SingleOrDefaultAsync(
                delivery => delivery.Claim == claim, cancellationToken).ConfigureAwait(false);
            if (delivery is not null)
            {
                claimed.Add(delivery.HandOut());
            }
        }

        return claimed;
    }

    private static IQueryable<DeliveryEntity> Delivery(DbContext context, DeliveryKey key) => context.Set<DeliveryEntity>()
        .Where(delivery => delivery.JobId == key.Job && delivery.Run == key.Run);
}
