namespace ImageBatch.Client;

/// <summary>What a dry run found.</summary>
/// <param name="IsValid">Whether the upload would be accepted.</param>
/// <param name="Products">Rows that would be accepted.</param>
/// <param name="Images">Images of these rows.</param>
public sealed record ValidationReport(bool IsValid, int Products, int Images)
{
    /// <summary>The code of what is wrong with the whole (<see cref="SubmissionErrorCodes"/>); null where valid.</summary>
    public string? Code { get; init; }

    /// <summary>The sentence to the code; null where valid.</summary>
    public string? Message { get; init; }

    /// <summary>The first of the bad rows.</summary>
    public IReadOnlyList<RowError> Errors { get; init; } = [];

    /// <summary>How many errors the rows have in all.</summary>
    public int ErrorCount { get; init; }
}
