using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>
/// A job. Its row is there from the first page of its upload on; until it is sealed, <see cref="StagedUntil"/> is set
/// and no reader sees it. Whoever changes anything of a job locks this row first.
/// </summary>
internal sealed class JobEntity
{
    public required Guid Id { get; init; }

    /// <summary>Names the call that added the job, so that it knows its own row again when an answer was lost.</summary>
    public required Guid Upload { get; init; }

    /// <summary>When the upload's lease ends; null once the job is sealed.</summary>
    public DateTimeOffset? StagedUntil { get; set; }

    /// <summary>See <see cref="IdempotencyKeys"/>.</summary>
    public byte[]? KeyHash { get; init; }

    public string[] Header { get; set; } = [];

    public string Delimiter { get; set; } = ",";

    /// <summary>How many products there are; while the job is staged, how many have been staged.</summary>
    public int Products { get; set; }

    public int Images { get; set; }

    public string BodyHash { get; set; } = "";

    public string? BaseUrl { get; set; }

    public string? TraceParent { get; set; }

    public int Quality { get; set; }

    public int? MaxWidth { get; set; }

    public int? MaxHeight { get; set; }

    public OutputFormat Format { get; set; }

    public DateTimeOffset CreatedAt { get; set; }

    public int Run { get; set; } = 1;

    public JobStatus Status { get; set; }

    public int Pending { get; set; }

    public int Succeeded { get; set; }

    public int Failed { get; set; }

    public int Cancelled { get; set; }

    public long BytesIn { get; set; }

    public long BytesOut { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? FinishedAt { get; set; }

    public string? WebhookUrl { get; set; }

    /// <summary>Names the call that last changed the job or finished its run; it knows its work again by this.</summary>
    public Guid? ChangedBy { get; set; }

    public Guid? LeaseOwner { get; set; }

    public DateTimeOffset? LeasedUntil { get; set; }

    public bool IsFinished => FinishedAt is not null;

    public CompressionOptions Options => new()
    {
        Quality = Quality,
        MaxWidth = MaxWidth,
        MaxHeight = MaxHeight,
        Format = Format,
    };

    public ImageCounts Counts => new(Pending, Succeeded, Failed, Cancelled);

    /// <summary>Counts pending images that have become final, all with the result of this one.</summary>
    public void Count(ImageEntity image, int images)
    {
        Pending -= images;
        Succeeded += image.Status == ImageStatus.Succeeded ? images : 0;
        Failed += image.Status == ImageStatus.Failed ? images : 0;
        BytesIn += images * image.BytesIn.GetValueOrDefault();
        BytesOut += images * image.BytesOut.GetValueOrDefault();
    }
}
