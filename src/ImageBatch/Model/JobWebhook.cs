namespace ImageBatch.Model;

/// <summary>A job's webhook and what became of its delivery in the current run.</summary>
public sealed record JobWebhook
{
    /// <summary>The absolute http or https URL it is sent to.</summary>
    public required string Url { get; init; }

    /// <summary>The delivery's id (<see cref="WebhookDelivery.IdOf"/>); null until the job is finished.</summary>
    public string? Id { get; init; }

    /// <summary>Where it stands.</summary>
    public WebhookState State { get; init; }

    /// <summary>Tries made.</summary>
    public int Attempts { get; init; }

    /// <summary>HTTP status of the last try; null before the first and where no answer came.</summary>
    public int? LastStatus { get; init; }

    /// <summary>Error of the last try; null before the first and after a success.</summary>
    public string? LastError { get; init; }

    /// <summary>When it is tried next; null where it is not.</summary>
    public DateTimeOffset? NextAttemptAt { get; init; }
}
