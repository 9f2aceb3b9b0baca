using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>The deliveries of all jobs, and what is due of them. Used under the store's lock.</summary>
internal sealed class Outbox
{
    private readonly Dictionary<string, Delivery> _deliveries = new(StringComparer.Ordinal);
    private readonly SortedSet<Delivery> _due = new(Delivery.ByDueTime);

    public Delivery? Find(string id) => _deliveries.GetValueOrDefault(id);

    public void Add(Delivery delivery)
    {
        _deliveries.Add(delivery.Id, delivery);
        Order(delivery);
    }

    public void Remove(Delivery delivery)
    {
        _due.Remove(delivery);
        _deliveries.Remove(delivery.Id);
    }

    /// <summary>Changes a delivery, and with it its place in the order of what is due.</summary>
    public void Change(Delivery delivery, Action<Delivery> change)
    {
        _due.Remove(delivery);
        change(delivery);
        Order(delivery);
    }

    public List<WebhookDelivery> Claim(
        DateTimeOffset now, TimeSpan lease, int limit, IReadOnlyCollection<string> except) =>
        [.. _due.TakeWhile(delivery => delivery.DueAt <= now)
            .Where(delivery => delivery.Claim is null || delivery.ClaimedUntil <= now)
            .Where(delivery => !delivery.Receiver.IsAmong(except))
            .Take(limit)
            .Select(delivery => delivery.HandOut(Guid.NewGuid(), now + lease))];

    private void Order(Delivery delivery)
    {
        if (delivery.DueAt is not null)
        {
            _due.Add(delivery);
        }
    }
}
