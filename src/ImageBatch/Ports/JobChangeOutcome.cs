namespace ImageBatch.Ports;

/// <summary>What became of a change.</summary>
public enum JobChangeOutcome
{
    /// <summary>It is made.</summary>
    Changed,

    /// <summary>The job does not exist.</summary>
    NotFound,

    /// <summary>The job is finished and cannot be cancelled.</summary>
    Finished,

    /// <summary>The job is not finished and cannot be retried.</summary>
    NotFinished,

    /// <summary>No image of the job failed.</summary>
    NothingFailed,
}
