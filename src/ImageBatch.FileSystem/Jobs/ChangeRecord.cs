using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>The record of a user's change: the time, the job, and the change.</summary>
internal static class ChangeRecord
{
    private enum Kind : byte
    {
        Cancel,
        RetryFailed,
        SetWebhook,
    }

    public static void Write(ByteWriter writer, JobId job, JobChange change, DateTimeOffset now)
    {
        StoreState.WriteChangeHead(writer);
        writer.Time(now);
        writer.Guid(job.Value);
        writer.Byte((byte)(change switch
        {
            JobChange.Cancel => Kind.Cancel,
            JobChange.RetryFailed => Kind.RetryFailed,
            JobChange.SetWebhook => Kind.SetWebhook,
            _ => throw new ArgumentException($"{change.GetType()} is no change that a store knows.", nameof(change)),
        }));
        if (change is JobChange.SetWebhook { Url: var url })
        {
            writer.Text(url);
        }
    }

    /// <summary>What would become of a change as the job stands.</summary>
    public static JobChangeOutcome Judge(StoredJob job, JobChange change) => change switch
    {
        JobChange.Cancel => JudgeCancel(job),
        JobChange.RetryFailed => JudgeRetry(job),
        _ => JobChangeOutcome.Changed,
    };

    public static object Apply(StoreState state, ref ByteReader reader, long position)
    {
        var now = reader.Time();
        var job = state.Find(new JobId(reader.Guid()), position);
        var kind = (Kind)reader.Byte();
        var url = kind == Kind.SetWebhook ? reader.Text() : null;
        if (job is null)
        {
            return new JobChangeResult(JobChangeOutcome.NotFound, null);
        }

        return new JobChangeResult(Apply(state, job, kind, url, now), job.Describe());
    }

    private static JobChangeOutcome Apply(StoreState state, StoredJob job, Kind kind, string? url, DateTimeOffset now)
    {
        var outcome = kind switch
        {
            Kind.Cancel => JudgeCancel(job),
            Kind.RetryFailed => JudgeRetry(job),
            Kind.SetWebhook => JobChangeOutcome.Changed,
            _ => throw new InvalidDataException("The change is of a newer version."),
        };
        switch (kind)
        {
            case Kind.Cancel when outcome == JobChangeOutcome.Changed:
                job.Cancel(now);
                state.Finish(job, now);
                break;
            case Kind.RetryFailed when outcome == JobChangeOutcome.Changed:
                state.Wake(job);
                job.RetryFailed();
                state.Jobs.File(job);
                break;
            case Kind.SetWebhook:
                job.WebhookUrl = url;
                state.Announce(job, now);
                break;
        }

        return outcome;
    }

    private static JobChangeOutcome JudgeCancel(StoredJob job) =>
        job.IsFinished ? JobChangeOutcome.Finished : JobChangeOutcome.Changed;

    private static JobChangeOutcome JudgeRetry(StoredJob job) =>
        !job.IsFinished ? JobChangeOutcome.NotFinished
        : job.HasFailed ? JobChangeOutcome.Changed
        : JobChangeOutcome.NothingFailed;
}
