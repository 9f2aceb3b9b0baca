using ImageBatch.CrashWorker;

namespace ImageBatch.Crash.Tests;

// Takes as long as all the others: beside them.
[Collection(nameof(PostgreSqlRandomKillTests))]
public sealed class PostgreSqlRandomKillTests(ITestOutputHelper output) : RandomKillTests(WorkerStores.PostgreSql, output);

[Collection(WorkerStores.PostgreSql)]
public sealed class PostgreSqlStepKillTests() : StepKillTests(WorkerStores.PostgreSql);

[Collection(WorkerStores.PostgreSql)]
public sealed class PostgreSqlFreezeTests() : FreezeTests(WorkerStores.PostgreSql);

[Collection(WorkerStores.PostgreSql)]
public sealed class PostgreSqlPoisonTests() : PoisonTests(WorkerStores.PostgreSql);

[Collection(WorkerStores.PostgreSql)]
public sealed class PostgreSqlShutdownTests() : ShutdownTests(WorkerStores.PostgreSql);
