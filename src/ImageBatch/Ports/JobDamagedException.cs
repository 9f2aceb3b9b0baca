using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>
/// What an <see cref="IJobStore"/> kept of a job is missing or damaged. Asking again does not help: it has to be restored, or the
/// catalogue uploaded again.
/// </summary>
/// <param name="jobId">The job.</param>
/// <param name="what">What is missing or damaged, as a sentence; for the log, since it may name files.</param>
/// <param name="innerException">What was met with, if anything.</param>
public sealed class JobDamagedException(JobId jobId, string what, Exception? innerException = null)
    : Exception($"What is kept of job {jobId} is damaged: {what}", innerException)
{
    /// <summary>The job.</summary>
    public JobId JobId { get; } = jobId;
}
