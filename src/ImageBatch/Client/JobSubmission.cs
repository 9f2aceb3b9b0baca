namespace ImageBatch.Client;

/// <summary>One upload.</summary>
/// <param name="Csv">The CSV; read once, forward only, not closed.</param>
/// <param name="Settings">Gives the rest; called once, after the last byte of the CSV was read.</param>
public sealed record JobSubmission(Stream Csv, Func<CancellationToken, Task<JobSettings>> Settings)
{
    /// <summary>An upload whose settings are known beforehand.</summary>
    public JobSubmission(Stream csv, JobSettings settings)
        : this(csv, _ => Task.FromResult(settings))
    {
    }

    /// <summary>
    /// Makes a repeated upload harmless: the same key with the same content answers with the job of the first. At
    /// most 255 characters; null for none. After <see cref="ImageBatchOptions.IdempotencyKeyLifetime"/>, and when its
    /// job is deleted, it is free again.
    /// </summary>
    public string? IdempotencyKey { get; init; }

    /// <summary>
    /// Who uploads, such as an address: one uploader has at most half of <see cref="CsvOptions.MaxConcurrentUploads"/> at a
    /// time. Null where that is not known; it is not limited then.
    /// </summary>
    public string? Uploader { get; init; }

    /// <summary>
    /// Whose key it is, such as a user's id: the same key of another caller is another key. Null where all callers
    /// share theirs. Only a hash of it is stored.
    /// </summary>
    public string? IdempotencyScope { get; init; }
}
