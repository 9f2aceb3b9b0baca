using ImageBatch.Conformance;

namespace ImageBatch.InMemory.Tests;

public sealed class Adding : JobStoreAddingConformance<InMemoryJobStoreFixture>;

public sealed class Idempotency : JobStoreIdempotencyConformance<InMemoryJobStoreFixture>;

public sealed class Reading : JobStoreReadingConformance<InMemoryJobStoreFixture>;

public sealed class Saving : JobStoreSavingConformance<InMemoryJobStoreFixture>;

public sealed class Deaths : JobStoreDeathsConformance<InMemoryJobStoreFixture>;

public sealed class Completion : JobStoreCompletionConformance<InMemoryJobStoreFixture>;

public sealed class Cancelling : JobStoreCancellingConformance<InMemoryJobStoreFixture>;

public sealed class Retrying : JobStoreRetryingConformance<InMemoryJobStoreFixture>;

public sealed class Webhook : JobStoreWebhookConformance<InMemoryJobStoreFixture>;

public sealed class Deleting : JobStoreDeletingConformance<InMemoryJobStoreFixture>;

public sealed class Concurrency : JobStoreConcurrencyConformance<InMemoryJobStoreFixture>;

public sealed class RandomEvents : JobStoreRandomConformance<InMemoryJobStoreFixture>;

public sealed class Outboxes : WebhookOutboxConformance<InMemoryJobStoreFixture>;

public sealed class Queue : JobQueueConformance<InMemoryJobQueueFixture>;

public sealed class Images : ImageStoreConformance<InMemoryImageStoreFixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(ConformanceCoverage.Missing(
        typeof(InMemoryJobStore).Assembly,
        typeof(Coverage).Assembly,
        except: [typeof(JobStoreDurabilityConformance<>), typeof(JobQueueDurabilityConformance<>), typeof(ImageStoreDurabilityConformance<>)]));
}
