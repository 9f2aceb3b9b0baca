namespace ImageBatch.Crash.Tests;

/// <summary>A cluster takes the whole machine: beside it, leases of other tests' processes would run out.</summary>
[CollectionDefinition(nameof(ClusterTests), DisableParallelization = true)]
public sealed class ClusterCollection;
