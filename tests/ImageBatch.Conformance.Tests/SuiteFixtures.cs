using ImageBatch.InMemory;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance.Tests;

/// <summary>Survives because it is never dropped: enough to try the suites of durability with.</summary>
public sealed class KeptJobStoreFixture : JobStoreFixture, IReopenable, IHasJobLeases
{
    private readonly InMemoryJobStore _store;

    public KeptJobStoreFixture()
    {
        _store = new InMemoryJobStore(Time);
        Leases = new KeptLeases(Time);
    }

    public IJobLeases Leases { get; }

    public override IJobStore Jobs => _store;

    public override IWebhookOutbox Outbox => _store;

    public ValueTask ReopenAsync() => ValueTask.CompletedTask;

    private sealed class KeptLeases(TimeProvider time) : IJobLeases
    {
        private readonly Dictionary<JobId, (Guid Owner, DateTimeOffset Until)> _leases = [];

        public Task<bool> TryAcquireAsync(
            JobId jobId, Guid owner, TimeSpan duration, CancellationToken cancellationToken = default)
        {
            lock (_leases)
            {
                var free = !_leases.TryGetValue(jobId, out var lease) || lease.Owner == owner || lease.Until <= time.GetUtcNow();
                if (free)
                {
                    _leases[jobId] = (owner, time.GetUtcNow() + duration);
                }

                return Task.FromResult(free);
            }
        }
    }
}

public sealed class KeptJobQueueFixture : JobQueueFixture, IReopenable
{
    public override IJobQueue Queue { get; } = new KeptJobQueue();

    public ValueTask ReopenAsync() => ValueTask.CompletedTask;

    private sealed class KeptJobQueue : IJobQueue
    {
        private readonly InMemoryJobQueue _queue = new();

        public bool IsDurable => true;

        public Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default) =>
            _queue.EnqueueAsync(keys, cancellationToken);

        public IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default) =>
            _queue.ReceiveAsync(prefetch, cancellationToken);
    }
}

public sealed class KeptImageStoreFixture : ImageStoreFixture, IReopenable
{
    public override IImageStore Images { get; } = new InMemoryImageStore();

    public ValueTask ReopenAsync() => ValueTask.CompletedTask;
}
