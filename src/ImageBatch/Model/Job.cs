namespace ImageBatch.Model;

/// <summary>A job as it stood when it was read.</summary>
public sealed record Job
{
    /// <summary>Its id.</summary>
    public required JobId Id { get; init; }

    /// <summary>What its upload said.</summary>
    public required JobDefinition Definition { get; init; }

    /// <summary>1 at first; retrying the failed images starts the next.</summary>
    public required int Run { get; init; }

    /// <summary>Where it stands.</summary>
    public required JobStatus Status { get; init; }

    /// <summary>How many of its images stand where.</summary>
    public required ImageCounts Images { get; init; }

    /// <summary>When it was accepted.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>When work on its first image started; null before.</summary>
    public DateTimeOffset? StartedAt { get; init; }

    /// <summary>When its current run finished; null before.</summary>
    public DateTimeOffset? FinishedAt { get; init; }

    /// <summary>Bytes of the inputs of all images that succeeded.</summary>
    public long BytesIn { get; init; }

    /// <summary>Bytes of the outputs of all images that succeeded.</summary>
    public long BytesOut { get; init; }

    /// <summary>Its webhook, if it has one.</summary>
    public JobWebhook? Webhook { get; init; }

    /// <summary>Whether no image is pending.</summary>
    public bool IsFinished => Status is JobStatus.Completed or JobStatus.Failed or JobStatus.Cancelled;

    /// <summary>Share of the images that are final, 0 to 100, rounded down to a tenth.</summary>
    public double Percent => Math.Floor(1000.0 * (Images.Total - Images.Pending) / Images.Total) / 10;

    /// <summary>Share of the bytes that compression saved, in percent, to a tenth; null while nothing succeeded.</summary>
    public double? SavedPercent => BytesIn == 0 ? null : Math.Round(100.0 * (BytesIn - BytesOut) / BytesIn, 1);
}
