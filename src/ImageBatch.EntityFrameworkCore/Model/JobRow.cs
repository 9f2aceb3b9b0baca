using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>A job as it is read.</summary>
/// <param name="Job">The job.</param>
/// <param name="Webhook">What became of the delivery of its current run; null where there is none.</param>
internal sealed record JobRow(JobEntity Job, JobWebhook? Webhook)
{
    public Job Describe() => Job.Describe(Webhook);
}
