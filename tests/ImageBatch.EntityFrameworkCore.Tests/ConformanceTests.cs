using ImageBatch.Conformance;

namespace ImageBatch.EntityFrameworkCore.Tests;

public sealed class Adding : JobStoreAddingConformance<PostgreSqlFixture>;

public sealed class Idempotency : JobStoreIdempotencyConformance<PostgreSqlFixture>;

public sealed class Reading : JobStoreReadingConformance<PostgreSqlFixture>;

public sealed class Saving : JobStoreSavingConformance<PostgreSqlFixture>;

public sealed class Deaths : JobStoreDeathsConformance<PostgreSqlFixture>;

public sealed class Completion : JobStoreCompletionConformance<PostgreSqlFixture>;

public sealed class Cancelling : JobStoreCancellingConformance<PostgreSqlFixture>;

public sealed class Retrying : JobStoreRetryingConformance<PostgreSqlFixture>;

public sealed class Webhook : JobStoreWebhookConformance<PostgreSqlFixture>;

public sealed class Deleting : JobStoreDeletingConformance<PostgreSqlFixture>;

public sealed class Concurrency : JobStoreConcurrencyConformance<PostgreSqlFixture>;

public sealed class RandomEvents : JobStoreRandomConformance<PostgreSqlFixture>;

public sealed class Durability : JobStoreDurabilityConformance<PostgreSqlFixture>;

public sealed class Outboxes : WebhookOutboxConformance<PostgreSqlFixture>;

public sealed class Coverage
{
    [Fact]
    public void Suites_of_every_port_are_run() => Assert.Empty(
        ConformanceCoverage.Missing(typeof(EntityFrameworkCoreJobStore).Assembly, typeof(Coverage).Assembly));
}
