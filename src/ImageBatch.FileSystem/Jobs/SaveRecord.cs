using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>The record of a batch of events: the time, the ids of its jobs, and the events in order.</summary>
internal static class SaveRecord
{
    private enum Kind : byte
    {
        Started,
        Returned,
        Final,
    }

    public static void Write(ByteWriter writer, IReadOnlyList<ImageEvent> events, DateTimeOffset now)
    {
        StoreState.WriteSaveHead(writer);
        writer.Time(now);
        var jobs = new Dictionary<JobId, int>();
        foreach (var happened in events)
        {
            jobs.TryAdd(happened.Key.Job, jobs.Count);
        }

        writer.Int32(jobs.Count);
        foreach (var job in jobs.Keys)
        {
            writer.Guid(job.Value);
        }

        foreach (var happened in events)
        {
            Write(writer, jobs[happened.Key.Job], happened);
        }
    }

    /// <summary>Applies the events.</summary>
    /// <returns>The jobs that they finished.</returns>
    public static List<Job> Apply(StoreState state, ref ByteReader reader, long position)
    {
        var now = reader.Time();
        var jobs = new StoredJob?[reader.Count()];
        for (var i = 0; i < jobs.Length; i++)
        {
            jobs[i] = state.Find(new JobId(reader.Guid()), position);
        }

        var completed = new List<Job>();
        while (!reader.IsAtEnd)
        {
            var kind = (Kind)reader.Byte();
            var job = jobs[reader.Int32()];
            var (image, run) = (reader.Int32(), reader.Int32());
            var isPending = job?.IsPending(image, run) ?? false;
            if (kind == Kind.Final)
            {
                var result = position + reader.Position;
                var bytes = ImageResult.ReadBytes(ReadFrame(ref reader));
                if (isPending)
                {
                    job!.MakeFinal(image, bytes, result, now);
                    if (job.IsFinished)
                    {
                        state.Finish(job, now);
                        completed.Add(job.Describe());
                    }
                }
            }
            else
            {
                ApplyStart(isPending ? job : null, kind, image, reader.Guid(), now);
            }
        }

        return completed;
    }

    private static void ApplyStart(StoredJob? job, Kind kind, int image, Guid attempt, DateTimeOffset now)
    {
        switch (kind)
        {
            case Kind.Started:
                job?.Start(image, attempt, now);
                break;
            case Kind.Returned:
                job?.TakeBack(image, attempt);
                break;
            default:
                throw new InvalidDataException("The event is of a newer version.");
        }
    }

    private static void Write(ByteWriter writer, int job, ImageEvent happened)
    {
        writer.Byte((byte)(happened switch
        {
            ImageStarted => Kind.Started,
            ImageReturned => Kind.Returned,
            ImageSucceeded or ImageFailed => Kind.Final,
            _ => throw new ArgumentException($"{happened.GetType()} is no event that a store knows.", nameof(happened)),
        }));
        writer.Int32(job);
        writer.Int32(happened.Key.Index);
        writer.Int32(happened.Key.Run);
        switch (happened)
        {
            case ImageStarted started:
                writer.Guid(started.Attempt);
                break;
            case ImageReturned returned:
                writer.Guid(returned.Attempt);
                break;
            case ImageSucceeded succeeded:
                ImageResult.Write(writer, succeeded.Output);
                break;
            case ImageFailed failed:
                ImageResult.Write(writer, failed.Error);
                break;
        }
    }

    /// <summary>The payload of a frame; the record's own checksum has spoken for it.</summary>
    private static ReadOnlySpan<byte> ReadFrame(ref ByteReader reader)
    {
        var header = reader.Bytes(Frame.HeaderLength);
        return reader.Bytes((int)(Frame.LengthOf(header) - Frame.HeaderLength));
    }
}
