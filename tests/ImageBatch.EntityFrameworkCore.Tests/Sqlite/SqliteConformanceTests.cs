using ImageBatch.Conformance;

namespace ImageBatch.EntityFrameworkCore.Tests.Sqlite;

public sealed class SqliteFixture : EntityFrameworkCoreFixture
{
    protected override Task<TestDatabase> CreateDatabaseAsync() => Task.FromResult<TestDatabase>(new SqliteDatabase());
}

public sealed class SqliteAdding : JobStoreAddingConformance<SqliteFixture>;

public sealed class SqliteIdempotency : JobStoreIdempotencyConformance<SqliteFixture>;

public sealed class SqliteReading : JobStoreReadingConformance<SqliteFixture>;

public sealed class SqliteSaving : JobStoreSavingConformance<SqliteFixture>;

public sealed class SqliteDeaths : JobStoreDeathsConformance<SqliteFixture>;

public sealed class SqliteCompletion : JobStoreCompletionConformance<SqliteFixture>;

public sealed class SqliteCancelling : JobStoreCancellingConformance<SqliteFixture>;

public sealed class SqliteRetrying : JobStoreRetryingConformance<SqliteFixture>;

public sealed class SqliteWebhook : JobStoreWebhookConformance<SqliteFixture>;

public sealed class SqliteDeleting : JobStoreDeletingConformance<SqliteFixture>;

public sealed class SqliteConcurrency : JobStoreConcurrencyConformance<SqliteFixture>;

public sealed class SqliteRandomEvents : JobStoreRandomConformance<SqliteFixture>;

public sealed class SqliteDurability : JobStoreDurabilityConformance<SqliteFixture>;

public sealed class SqliteOutboxes : WebhookOutboxConformance<SqliteFixture>;

public sealed class SqliteLeases : JobLeasesConformance<SqliteFixture>;
