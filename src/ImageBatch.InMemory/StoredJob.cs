using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory;

/// <summary>One job. All but the rows, which never change, is read and written under <see cref="Gate"/>.</summary>
internal sealed class StoredJob(JobId id, string? idempotencyKey, JobSeal seal, JobRows rows, DateTimeOffset createdAt)
{
    private readonly JobImages _images = new(rows.Images);
    private readonly ImageStarts _starts = new();
    private JobStatus _status = JobStatus.Pending;
    private DateTimeOffset? _startedAt;
    private DateTimeOffset? _finishedAt;

    public Lock Gate { get; } = new();

    public JobId Id => id;

    public string? IdempotencyKey => idempotencyKey;

    public JobRows Rows => rows;

    public int Run { get; private set; } = 1;

    public string? WebhookUrl { get; set; } = seal.WebhookUrl;

    /// <summary>Seen by those who found the job before it was deleted and got the gate after.</summary>
    public bool IsDeleted { get; set; }

    public bool IsFinished => _finishedAt is not null;

    public bool HasFailed => _images.Count(ImageStatus.Failed) > 0;

    /// <summary>Describes the job, but for its webhook.</summary>
    public Job Describe() => new()
    {
        Id = id,
        Definition = seal.Definition,
        Run = Run,
        Status = _status,
        Images = _images.Counts,
        CreatedAt = createdAt,
        StartedAt = _startedAt,
        FinishedAt = _finishedAt,
        BytesIn = _images.BytesIn,
        BytesOut = _images.BytesOut,
    };

    public List<JobImage> ReadImages(ImageStatus? status, int after, int limit)
    {
        var page = new List<JobImage>();
        while (page.Count < limit && _images.Next(status, after) is { } image)
        {
            page.Add(_images.Describe(rows.ReadImage(image)));
            after = image;
        }

        return page;
    }

    public ImageWork? Load(ImageKey key) => IsPending(key)
        ? new ImageWork(key, rows.UrlOf(key.Index), seal.Definition.Options, _starts.CountOpen(key.Index))
        : null;

    public List<ImageKey> ReadSuspects(int limit) =>
        [.. _starts.Suspects().Take(limit).Select(image => new ImageKey(id, image, Run))];

    public void Apply(ImageEvent happened, DateTimeOffset now)
    {
        var key = happened.Key;
        if (!IsPending(key))
        {
            return;
        }

        switch (happened)
        {
            case ImageStarted started:
                Begin(now);
                _starts.Start(key.Index, started.Attempt);
                break;
            case ImageReturned returned:
                _starts.TakeBack(key.Index, returned.Attempt);
                break;
            case ImageSucceeded succeeded:
                Begin(now);
                MakeFinal(key.Index, now, image => _images.Succeed(image, succeeded.Output));
                break;
            case ImageFailed failed:
                Begin(now);
                MakeFinal(key.Index, now, image => _images.Fail(image, failed.Error));
                break;
            default:
                throw new ArgumentException($"{happened.GetType()} is no event that a store knows.", nameof(happened));
        }
    }

    public void Cancel(DateTimeOffset now)
    {
        _images.MoveAll(ImageStatus.Pending, ImageStatus.Cancelled);
        Finish(JobStatus.Cancelled, now);
    }

    /// <summary>
    /// Starts the next run with the failed images pending. Cancelled images stay so; whether the job was cancelled
    /// does not matter to how the new run ends.
    /// </summary>
    public void RetryFailed()
    {
        _images.MoveAll(ImageStatus.Failed, ImageStatus.Pending);
        Run++;
        _status = JobStatus.Processing;
        _finishedAt = null;
    }

    private bool IsPending(ImageKey key) => key.Run == Run && _images.IsPending(key.Index);

    /// <summary>A download that fails makes its image final without a start, which is work all the same.</summary>
    private void Begin(DateTimeOffset now)
    {
        _startedAt ??= now;
        _status = JobStatus.Processing;
    }

    private void MakeFinal(int first, DateTimeOffset now, Action<int> move)
    {
        for (int? image = first; image is not null; image = rows.NextCopyOf(image.Value))
        {
            if (_images.IsPending(image.Value))
            {
                move(image.Value);
                _starts.Forget(image.Value);
            }
        }

        if (_images.Count(ImageStatus.Pending) == 0)
        {
            Finish(_images.Counts.FinalStatus, now);
        }
    }

    private void Finish(JobStatus status, DateTimeOffset now)
    {
        _status = status;
        _finishedAt = now;
        _starts.Clear();
    }
}
