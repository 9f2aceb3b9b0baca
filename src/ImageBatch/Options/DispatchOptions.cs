using System.ComponentModel.DataAnnotations;

namespace ImageBatch;

/// <summary>How the images of unfinished jobs are handed out to workers.</summary>
public sealed class DispatchOptions
{
    /// <summary>
    /// How often the job store is asked for unfinished jobs, and for what other nodes finished of them; for the latter ten
    /// times as often while <see cref="MaxOutstanding"/> images are out. Default 1 s.
    /// </summary>
    [TimeSpanRange("00:00:00.010", "00:10:00")]
    public TimeSpan PollInterval { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>How many images of one job are handed out before it is the next job's turn. Default 16.</summary>
    [Range(1, 10_000)]
    public int SliceSize { get; set; } = 16;

    /// <summary>
    /// Most images handed out and not yet final, over all jobs; those that wait for a host or for the next try among them. A
    /// job has at most a quarter of them and never more than it leaves free, but always four, which go beyond this number
    /// where it is reached. Of a job's the images of one host have no more than they leave to other hosts. Default 1,024,
    /// which keeps several workers busy; for many, see the README of <c>ImageBatch.RabbitMQ</c>.
    /// </summary>
    [Range(1, 1_000_000)]
    public int MaxOutstanding { get; set; } = 1_024;

    /// <summary>An image still pending this long after it was handed out is handed out again. Default 10 min.</summary>
    [TimeSpanRange("00:00:01", "1.00:00:00")]
    public TimeSpan RedispatchAfter { get; set; } = TimeSpan.FromMinutes(10);
}
