using ImageBatch.Model;

namespace ImageBatch.EntityFrameworkCore.Model;

/// <summary>The announcement of one finished run of a job.</summary>
internal sealed class DeliveryEntity
{
    public required Guid JobId { get; init; }

    public required int Run { get; init; }

    public string Url { get; set; } = "";

    /// <summary><see cref="WebhookReceiver.Host"/> of the URL.</summary>
    public string Receiver { get; set; } = "";

    /// <summary><see cref="WebhookReceiver.Site"/> of the URL.</summary>
    public string Site { get; set; } = "";

    public WebhookState State { get; set; }

    public int Attempts { get; set; }

    public int? LastStatus { get; set; }

    public string? LastError { get; set; }

    /// <summary>When it is tried next; null where it is not.</summary>
    public DateTimeOffset? DueAt { get; set; }

    public byte[]? Body { get; set; }

    public Guid? Claim { get; set; }

    public DateTimeOffset? ClaimedUntil { get; set; }

    /// <summary>Makes it due now, as if it were new but for its body.</summary>
    public void Announce(string url, DateTimeOffset now)
    {
        Url = url;
        (Receiver, Site) = WebhookReceiver.Of(url);
        State = WebhookState.Pending;
        Attempts = 0;
        LastStatus = null;
        LastError = null;
        DueAt = now;
        Claim = null;
        ClaimedUntil = null;
    }

    public WebhookDelivery HandOut() => new()
    {
        Id = WebhookDelivery.IdOf(new JobId(JobId), Run),
        Job = new JobId(JobId),
        Run = Run,
        Url = Url,
        Attempts = Attempts,
        Claim = Claim.GetValueOrDefault(),
        Body = Body is null ? (ReadOnlyMemory<byte>?)null : Body,
    };
}
