using ImageBatch.Model;

namespace ImageBatch.FileSystem.Jobs;

/// <summary>
/// One job. Changed by the journal alone, as it is written or read again: see <see cref="StoreState"/>. Read and
/// changed under the store's lock.
/// </summary>
internal sealed class StoredJob(JobRecord record)
{
    private readonly int[] _counts = [record.Rows.Images, 0, 0, 0];
    private readonly ImageStarts _starts = new();
    private readonly List<Delivery> _deliveries = [];
    private JobStatus _status = JobStatus.Pending;
    private DateTimeOffset? _startedAt;
    private DateTimeOffset? _finishedAt;
    private long _bytesIn;
    private long _bytesOut;

    public JobRecord Record => record;

    public JobId Id => record.Id;

    public int Run { get; private set; } = 1;

    public string? WebhookUrl { get; set; } = record.WebhookUrl;

    public DateTimeOffset? FinishedAt => _finishedAt;

    public bool IsFinished => _finishedAt is not null;

    public bool HasFailed => _counts[(int)ImageStatus.Failed] > 0;

    public IReadOnlyList<Delivery> Deliveries => _deliveries;

    /// <summary>Where the images stand; null while that is on the disk alone, which is so of finished jobs only.</summary>
    public ImageTable? Images { get; set; }

    /// <summary>What of the job's own files is current.</summary>
    public Checkpoint Checkpoint { get; } = new(record.CreatedAfter);

    /// <summary>Held while files of the job are replaced or taken away. Taken before the store's lock.</summary>
    public Lock Files { get; } = new();

    /// <summary>Seen by those who found the job before it was deleted and got <see cref="Files"/> after.</summary>
    public bool IsDeleted { get; set; }

    public Job Describe() => new()
    {
        Id = record.Id,
        Definition = record.Definition,
        Run = Run,
        Status = _status,
        Images = new ImageCounts(_counts[0], _counts[1], _counts[2], _counts[3]),
        CreatedAt = record.CreatedAt,
        StartedAt = _startedAt,
        FinishedAt = _finishedAt,
        BytesIn = _bytesIn,
        BytesOut = _bytesOut,
        Webhook = WebhookUrl is null
            ? null
            : (IsFinished ? _deliveries.Find(delivery => delivery.Run == Run)?.Describe() : null) ?? new JobWebhook { Url = WebhookUrl },
    };

    public bool IsPending(int image, int run) => run == Run && !IsFinished && Images!.IsPending(image);

    public bool KnowsStart(int image, Guid attempt) => _starts.Knows(image, attempt);

    public int CountDeaths(int image) => _starts.CountOpen(image);

    public IEnumerable<ImageKey> Suspects() => _starts.Suspects().Select(image => new ImageKey(Id, image, Run));

    public void Start(int image, Guid attempt, DateTimeOffset now)
    {
        Begin(now);
        _starts.Start(image, attempt);
    }

    public void TakeBack(int image, Guid attempt) => _starts.TakeBack(image, attempt);

    /// <summary>Makes an image, and those that are the same, final.</summary>
    /// <param name="first">The image.</param>
    /// <param name="bytes">Bytes in and out of a success; null for a failure.</param>
    /// <param name="result">Where its result lies.</param>
    /// <param name="now">When.</param>
    public void MakeFinal(int first, (long In, long Out)? bytes, long result, DateTimeOffset now)
    {
        Begin(now);
        Checkpoint.ResultsChanged = true;
        for (int? image = first; image is not null; image = Images!.NextCopyOf(image.Value))
        {
            if (Images!.IsPending(image.Value))
            {
                Move(image.Value, bytes is null ? ImageStatus.Failed : ImageStatus.Succeeded, result);
                _bytesIn += bytes?.In ?? 0;
                _bytesOut += bytes?.Out ?? 0;
                _starts.Forget(image.Value);
            }
        }

        if (_counts[(int)ImageStatus.Pending] == 0)
        {
            Finish(_counts[(int)ImageStatus.Succeeded] > 0 ? JobStatus.Completed : JobStatus.Failed, now);
        }
    }

    public void Cancel(DateTimeOffset now)
    {
        MoveAll(ImageStatus.Pending, ImageStatus.Cancelled);
        Finish(JobStatus.Cancelled, now);
    }

    /// <summary>Starts the next run with the failed images pending. Cancelled images stay so.</summary>
    public void RetryFailed()
    {
        MoveAll(ImageStatus.Failed, ImageStatus.Pending);
        Run++;
        _status = JobStatus.Processing;
        _finishedAt = null;
    }

    /// <summary>The delivery of the current run; made where there is none.</summary>
    public Delivery Announce(Outbox outbox)
    {
        if (_deliveries.Find(delivery => delivery.Run == Run) is { } known)
        {
            return known;
        }

        var delivery = new Delivery(Id, Run);
        _deliveries.Add(delivery);
        outbox.Add(delivery);
        return delivery;
    }

    public Delivery? DeliveryOf(int run) => _deliveries.Find(delivery => delivery.Run == run);

    /// <summary>Writes all that changes of the job, but for its images.</summary>
    public void WriteState(ByteWriter writer)
    {
        writer.Int32(Run);
        writer.Int32((int)_status);
        writer.TimeOrNull(_startedAt);
        writer.TimeOrNull(_finishedAt);
        writer.Number(_bytesIn);
        writer.Number(_bytesOut);
        Array.ForEach(_counts, writer.Int32);
        writer.TextOrNull(WebhookUrl);
        writer.Int32(_deliveries.Count);
        _deliveries.ForEach(delivery => delivery.Write(writer));
        _starts.Write(writer);
    }

    public void ReadState(ref ByteReader reader)
    {
        Run = reader.Int32();
        _status = (JobStatus)reader.Int32();
        _startedAt = reader.TimeOrNull();
        _finishedAt = reader.TimeOrNull();
        _bytesIn = reader.Number();
        _bytesOut = reader.Number();
        for (var i = 0; i < _counts.Length; i++)
        {
            _counts[i] = reader.Int32();
        }

        WebhookUrl = reader.TextOrNull();
        for (var left = reader.Count(); left > 0; left--)
        {
            _deliveries.Add(Delivery.Read(Id, ref reader));
        }

        _starts.Read(ref reader);
    }

    /// <summary>A download that fails makes its image final without a start, which is work all the same.</summary>
    private void Begin(DateTimeOffset now)
    {
        _startedAt ??= now;
        _status = JobStatus.Processing;
    }

    private void Finish(JobStatus status, DateTimeOffset now)
    {
        _status = status;
        _finishedAt = now;
        _starts.Clear();
    }

    private void MoveAll(ImageStatus from, ImageStatus to)
    {
        Checkpoint.ResultsChanged = true;
        for (var image = Images!.Next(from, -1); image is not null; image = Images.Next(from, image.Value))
        {
            Move(image.Value, to, 0);
        }
    }

    private void Move(int image, ImageStatus to, long result)
    {
        _counts[(int)Images!.StatusOf(image)]--;
        _counts[(int)to]++;
        Images.Set(image, to, result);
    }
}
