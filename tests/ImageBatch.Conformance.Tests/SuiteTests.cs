namespace ImageBatch.Conformance.Tests;

// Suites that no in-memory adapter needs, run on stand-ins, so that a mistake in them shows here first.
public sealed class JobStoreDurability : JobStoreDurabilityConformance<KeptJobStoreFixture>;

public sealed class JobLeases : JobLeasesConformance<KeptJobStoreFixture>;

public sealed class JobQueueDurability : JobQueueDurabilityConformance<KeptJobQueueFixture>;

public sealed class ImageStoreDurability : ImageStoreDurabilityConformance<KeptImageStoreFixture>;
