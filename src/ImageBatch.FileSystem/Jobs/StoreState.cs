using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// All jobs as they stand. Every change is a record of the journal that is applied here: once when it was written, and
/// again when the store opens, so that both come to the same.
/// </summary>
internal sealed class StoreState(JobFiles files)
{
    private const byte Version = 1;

    /// <summary>What a record says, as the byte after its version.</summary>
    private enum Kind : byte
    {
        Nothing,
        Save,
        Change,
        Attempt,
    }

    public JobTable Jobs { get; } = new();

    public Outbox Outbox { get; } = new();

    /// <summary>Images of jobs that finished since the last segment was begun: they are in memory until compacted.</summary>
    public long FinishedImages { get; set; }

    public static void WriteNothing(ByteWriter writer) => WriteHead(writer, Kind.Nothing);

    public static void WriteSaveHead(ByteWriter writer) => WriteHead(writer, Kind.Save);

    public static void WriteChangeHead(ByteWriter writer) => WriteHead(writer, Kind.Change);

    public static void WriteAttemptHead(ByteWriter writer) => WriteHead(writer, Kind.Attempt);

    /// <summary>Applies a record.</summary>
    /// <param name="payload">The record.</param>
    /// <param name="position">Where it lies in the journal.</param>
    /// <returns>What there is to say of it to who wrote it.</returns>
    public object? Apply(ReadOnlySpan<byte> payload, long position)
    {
        var reader = new ByteReader(payload);
        if (reader.Byte() != Version)
        {
            throw new InvalidDataException("The record was written by a newer version.");
        }

        return (Kind)reader.Byte() switch
        {
            Kind.Nothing => null,
            Kind.Save => SaveRecord.Apply(this, ref reader, position),
            Kind.Change => ChangeRecord.Apply(this, ref reader, position),
            Kind.Attempt => AttemptRecord.Apply(this, ref reader, position),
            _ => throw new InvalidDataException("The record is of a newer version."),
        };
    }

    /// <summary>The job that a record speaks of; null where it is deleted, or has what the record says in its own files.</summary>
    public StoredJob? Find(JobId id, long position)
    {
        if (Jobs.Find(id) is not { } job || position <= job.Checkpoint.CoveredTo)
        {
            return null;
        }

        job.Checkpoint.Need(position);
        return job;
    }

    /// <summary>Brings to memory where a finished job's images stand, before it starts its next run.</summary>
    public void Wake(StoredJob job) => job.Images ??= files.ReadImages(job);

    /// <summary>Files a job that has just finished, and makes its delivery due.</summary>
    public void Finish(StoredJob job, DateTimeOffset now)
    {
        FinishedImages += job.Record.Rows.Images;
        Jobs.File(job);
        Announce(job, now);
    }

    public void Announce(StoredJob job, DateTimeOffset now)
    {
        if (job is { IsFinished: true, WebhookUrl: { } url })
        {
            Outbox.Change(job.Announce(Outbox), delivery => delivery.Announce(url, now));
        }
    }

    /// <summary>Takes in a job that is whole on the disk.</summary>
    public void Add(StoredJob job)
    {
        Jobs.Publish(job);
        foreach (var delivery in job.Deliveries)
        {
            Outbox.Add(delivery);
        }
    }

    public void Remove(StoredJob job)
    {
        job.IsDeleted = true;
        Jobs.Remove(job);
        foreach (var delivery in job.Deliveries)
        {
            Outbox.Remove(delivery);
        }
    }

    private static void WriteHead(ByteWriter writer, Kind kind)
    {
        writer.Byte(Version);
        writer.Byte((byte)kind);
    }
}
