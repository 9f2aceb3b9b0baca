using ImageBatch.Model;

namespace ImageBatch.Client;

/// <summary>An upload that was accepted.</summary>
/// <param name="Job">The job as it stands now.</param>
public sealed record SubmissionResult(Job Job)
{
    /// <summary>Whether the job is that of an earlier upload with the same idempotency key.</summary>
    public bool IsRepeated { get; init; }

    /// <summary>The first of the rows that were left out (<see cref="InvalidRowAction.Skip"/>).</summary>
    public IReadOnlyList<RowError> Errors { get; init; } = [];

    /// <summary>How many errors the rows have in all.</summary>
    public int ErrorCount { get; init; }
}
