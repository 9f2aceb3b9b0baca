using ImageBatch.Conformance;

namespace ImageBatch.EntityFrameworkCore.Tests;

// The way that is for any database, on the one that is at hand. Only the writes differ by it.
public sealed class PortableAdding : JobStoreAddingConformance<PortablePostgreSqlFixture>;

public sealed class PortableSaving : JobStoreSavingConformance<PortablePostgreSqlFixture>;

public sealed class PortableDeaths : JobStoreDeathsConformance<PortablePostgreSqlFixture>;

public sealed class PortableCompletion : JobStoreCompletionConformance<PortablePostgreSqlFixture>;

public sealed class PortableRetrying : JobStoreRetryingConformance<PortablePostgreSqlFixture>;

public sealed class PortableConcurrency : JobStoreConcurrencyConformance<PortablePostgreSqlFixture>;

public sealed class PortableRandomEvents : JobStoreRandomConformance<PortablePostgreSqlFixture>;
