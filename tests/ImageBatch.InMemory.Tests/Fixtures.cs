using ImageBatch.Conformance;
using ImageBatch.Ports;

namespace ImageBatch.InMemory.Tests;

public sealed class InMemoryJobStoreFixture : JobStoreFixture
{
    private readonly InMemoryJobStore _store;

    public InMemoryJobStoreFixture() => _store = new InMemoryJobStore(Time);

    public override IJobStore Jobs => _store;

    public override IWebhookOutbox Outbox => _store;
}

public sealed class InMemoryJobQueueFixture : JobQueueFixture
{
    public override IJobQueue Queue { get; } = new InMemoryJobQueue();
}

public sealed class InMemoryImageStoreFixture : ImageStoreFixture
{
    public override IImageStore Images { get; } = new InMemoryImageStore();
}
