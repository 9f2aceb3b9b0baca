namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>What a batch came to.</summary>
/// <param name="Known">The jobs of the batch that exist.</param>
/// <param name="Done">The jobs of which the batch made the last pending image final; they are yet to be finished.</param>
internal sealed record BatchOutcome(IReadOnlyCollection<Guid> Known, IReadOnlyCollection<Guid> Done);
