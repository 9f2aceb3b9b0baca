using System.ComponentModel.DataAnnotations;

namespace ImageBatch;

/// <summary>How finished jobs are announced.</summary>
public sealed class WebhookOptions
{
    /// <summary>
    /// The waits before the first and each later try. When they are used up, the delivery has failed. Default: at once,
    /// then after 5 s, 5 min and 30 min.
    /// </summary>
    [Required, MinLength(1)]
    public IReadOnlyList<TimeSpan> RetrySchedule { get; set; } =
        [TimeSpan.Zero, TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30)];

    /// <summary>How long one try may take. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>How often the outbox is asked for deliveries that are due. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many deliveries are under way at once. Default 8.</summary>
    [Range(1, 1_000)]
    public int Concurrency { get; set; } = 8;
}
