using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>The answer of <see cref="IJobStore.ChangeAsync"/>.</summary>
/// <param name="Outcome">What became of the change.</param>
/// <param name="Job">The job as it stands now; null where it does not exist.</param>
public sealed record JobChangeResult(JobChangeOutcome Outcome, Job? Job);
