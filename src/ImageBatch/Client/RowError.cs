namespace ImageBatch.Client;

/// <summary>Why a row of a CSV was not accepted.</summary>
/// <param name="Row">Number of the record in the file, the header being 1.</param>
/// <param name="Column">The column's name as the header spells it, cut after 100 characters; null where the whole row is meant, or the column has no name.</param>
/// <param name="Code">One of <see cref="SubmissionErrorCodes"/>.</param>
/// <param name="Message">A sentence that says what to do.</param>
public sealed record RowError(int Row, string? Column, string Code, string Message);
