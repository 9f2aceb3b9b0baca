using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>The answer of <see cref="IJobStore.SaveAsync"/>.</summary>
/// <param name="Completed">The jobs that this batch finished, as they stand now.</param>
/// <param name="Unknown">The jobs of the batch that do not exist, or no longer do.</param>
public sealed record SaveResult(IReadOnlyList<Job> Completed, IReadOnlyList<JobId> Unknown);
