using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>Makes a user's change.</summary>
internal sealed class ChangeCommand(
    StoreState state, Lock gate, JobId jobId, JobChange change, TimeProvider time, CancellationToken cancellationToken)
    : Command<JobChangeResult>(cancellationToken)
{
    public override JobId? Alone => jobId;

    public override bool Write(ByteWriter writer)
    {
        StoredJob? job;
        lock (gate)
        {
            job = state.Jobs.Find(jobId);
            if (job is null || ChangeRecord.Judge(job, change) != JobChangeOutcome.Changed)
            {
                return false;
            }
        }

        if (change is JobChange.RetryFailed)
        {
            // Not when the record is written and applied: that must not fail.
            state.Wake(job);
        }

        ChangeRecord.Write(writer, jobId, change, time.GetUtcNow());
        return true;
    }

    public override void Applied(object? outcome) => Set((JobChangeResult)outcome!);

    public override void Skipped() => Set(state.Jobs.Find(jobId) is { } job
        ? new JobChangeResult(ChangeRecord.Judge(job, change), job.Describe())
        : new JobChangeResult(JobChangeOutcome.NotFound, null));
}
