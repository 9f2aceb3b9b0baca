namespace ImageBatch.Client;

/// <summary>Thrown where an upload is refused. Nothing of it was stored.</summary>
public sealed class SubmissionException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="code">One of <see cref="SubmissionErrorCodes"/>.</param>
    /// <param name="message">A sentence that says what to do.</param>
    public SubmissionException(string code, string message)
        : base(message) => Code = code;

    /// <summary>One of <see cref="SubmissionErrorCodes"/>.</summary>
    public string Code { get; }

    /// <summary>
    /// The first of the bad rows; or the one place that shows that a file is no CSV. Empty where the refusal has no place.
    /// </summary>
    public IReadOnlyList<RowError> Errors { get; init; } = [];

    /// <summary>How many errors the rows have in all.</summary>
    public int ErrorCount { get; init; }
}
