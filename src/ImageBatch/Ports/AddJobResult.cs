using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>The answer of <see cref="IJobStore.AddAsync"/>.</summary>
/// <param name="Outcome">What became of it.</param>
/// <param name="Job">The added or existing job; null while in flight.</param>
public sealed record AddJobResult(AddJobOutcome Outcome, Job? Job);
