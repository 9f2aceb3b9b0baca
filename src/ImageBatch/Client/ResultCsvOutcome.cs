namespace ImageBatch.Client;

/// <summary>Whether a job's result CSV can be written.</summary>
public enum ResultCsvOutcome
{
    /// <summary>It was written.</summary>
    Written,

    /// <summary>The job does not exist.</summary>
    NotFound,

    /// <summary>The job is not finished.</summary>
    NotFinished,
}
