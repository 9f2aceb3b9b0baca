using System.ComponentModel.DataAnnotations;

namespace ImageBatch;

/// <summary>How finished jobs are announced.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// What deliveries are signed with, by Standard Webhooks: each secret is <c>whsec_</c> and 24 to 64 bytes in base64.
    /// A delivery carries a signature of every one, so that a secret is replaced in two steps: add the new one, and take
    /// the old one away when every receiver has the new. Empty (the default): deliveries are not signed.
    /// </summary>
    [Required]
    public IReadOnlyList<string> Secrets { get; set; } = [];

    /// <summary>
    /// The waits before the first try, which is made at once and has 0, and before each later one; a tenth is added at
    /// the most. When they are used up, the delivery has failed. Null (the default): 0, 5 s, 5 min, 30 min, 2 h, 5 h,
    /// 10 h, 14 h, 20 h, 24 h.
    /// </summary>
    public IReadOnlyList<TimeSpan>? RetrySchedule { get; set; }

    /// <summary>How long one try may take. Default 15 s.</summary>
    [TimeSpanRange("00:00:00.010", "00:10:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the outbox is asked for deliveries that are due. Default 1 s.</summary>
    [TimeSpanRange("00:00:00.010", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// Most bytes of a body. Images that do not fit are left out: <c>images_url</c> is where all of them are. Default 256 KiB.
    /// </summary>
    [Range(64 << 10, 16 << 20)]
    public int MaxBodyBytes { get; set; } = 256 << 10;

    /// <summary>
    /// How many deliveries are under way at once. One host (name and port) has as many of them as
    /// <see cref="HttpOptions.MaxConnectionsPerHost"/> says, and it and its like (<see cref="Model.WebhookReceiver.Site"/>) half of
    /// them at the most. One whose receiver is silent for a quarter of a second counts no longer; eight times as many are under way then. A host that did
    /// not answer last, or was not called yet, has one at once.
    /// Default 64.
    /// </summary>
    [Range(1, 1_000)]
    public int Concurrency { get; set; } = 64;
}
