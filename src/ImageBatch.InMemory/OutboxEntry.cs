using ImageBatch.Model;

namespace ImageBatch.InMemory;

/// <summary>One delivery as the outbox keeps it.</summary>
internal sealed class OutboxEntry
{
    public required string Id { get; init; }

    public required JobId Job { get; init; }

    public required int Run { get; init; }

    public required string Url
    {
        get;
        set => (field, Receiver) = (value, WebhookReceiver.Of(value));
    }

    public WebhookReceiver Receiver { get; private set; } = new("", "");

    public WebhookState State { get; set; }

    public int Attempts { get; set; }

    public int? LastStatus { get; set; }

    public string? LastError { get; set; }

    /// <summary>When it is tried next. Changed only while the entry is not in the order of what is due.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public ReadOnlyMemory<byte>? Body { get; set; }

    public Guid? Claim { get; set; }

    public DateTimeOffset ClaimedUntil { get; set; }

    /// <summary>The longest due first; ids break ties.</summary>
    public static IComparer<OutboxEntry> ByDueTime { get; } = Comparer<OutboxEntry>.Create((left, right) =>
        Nullable.Compare(left.DueAt, right.DueAt) is var order and not 0
            ? order
            : string.CompareOrdinal(left.Id, right.Id));

    public JobWebhook Describe() => new()
    {
        Url = Url,
        Id = Id,
        State = State,
        Attempts = Attempts,
        LastStatus = LastStatus,
        LastError = LastError,
        NextAttemptAt = DueAt,
    };

    public WebhookDelivery HandOut(Guid claim) => new()
    {
        Id = Id,
        Job = Job,
        Run = Run,
        Url = Url,
        Attempts = Attempts,
        Claim = claim,
        Body = Body,
    };
}
