using System.ComponentModel.DataAnnotations;

namespace ImageBatch;

/// <summary>How images are downloaded, compressed, saved and recorded.</summary>
public sealed class ProcessingOptions
{
    /// <summary>
    /// How many images of one job are downloaded at once. All jobs together have four times as many slots, of which a job
    /// never takes more than it leaves free. A download that has brought little for a second has none while others wait.
    /// Default 32.
    /// </summary>
    [Range(1, 10_000)]
    public int DownloadSlots { get; set; } = 32;

    /// <summary>
    /// How many images this process has in hand at once, most of them waiting: for their turn, for their host, for the next
    /// try. One costs a few kilobytes. It should be several times <see cref="DispatchOptions.MaxOutstanding"/>. Default 4,096.
    /// </summary>
    [Range(1, 60_000)]
    public int MaxImagesInHand { get; set; } = 4_096;

    /// <summary>
    /// How many images are compressed at once. Null (the default): as many as the process has cores. A job that has waited
    /// for half a second, with none of its images among them, is given a slot more, up to twice as many.
    /// </summary>
    [Range(1, 1_024)]
    public int? CompressionSlots { get; set; }

    /// <summary>How long one image may be compressed. Default 30 s.</summary>
    [TimeSpanRange("00:00:00.001", "01:00:00")]
    public TimeSpan CompressionTimeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Largest input image in bytes, counted after any content coding is undone. Default 25 MiB.</summary>
    [Range(1, 1 << 30)]
    public int MaxImageBytes { get; set; } = 25 << 20;

    /// <summary>Most pixels of an input image. Default 50,000,000.</summary>
    [Range(1, long.MaxValue)]
    public long MaxPixels { get; set; } = 50_000_000;

    /// <summary>Most pixels along a side of an input image. Default 16,384.</summary>
    [Range(1, int.MaxValue)]
    public int MaxSide { get; set; } = 16_384;

    /// <summary>
    /// Bytes of inputs, outputs and codecs' working memory in flight in this process: three eighths for what is downloaded
    /// or waits to be compressed or saved, the rest for what is being compressed. Default 256 MiB.
    /// </summary>
    [Range(1 << 10, long.MaxValue)]
    public long MaxBytesInFlight { get; set; } = 256L << 20;

    /// <summary>
    /// Most bytes that one image may take with its input, output and working memory. Of images that take more than half of
    /// <see cref="MaxBytesInFlight"/> one is compressed at a time, beside smaller ones. Default 512 MiB.
    /// </summary>
    [Range(1 << 10, long.MaxValue)]
    public long MaxWorkingBytes { get; set; } = 512L << 20;

    /// <summary>How many events one call saves at the most. Default 256.</summary>
    [Range(1, 10_000)]
    public int ResultBatchSize { get; set; } = 256;

    /// <summary>How long an event waits for others to be saved with it. Default 20 ms.</summary>
    [TimeSpanRange("00:00:00", "00:00:10")]
    public TimeSpan ResultBatchDelay { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>
    /// How long a process that stops waits for the job store to take what it has in hand. Images in flight are given
    /// back at once, so this passes only while the store cannot be reached. The host waits for all its services no
    /// longer than <c>HostOptions.ShutdownTimeout</c>, 30 s unless it is changed, which should be more. Default 20 s.
    /// </summary>
    [TimeSpanRange("00:00:00.001", "01:00:00")]
    public TimeSpan ShutdownTimeout { get; set; } = TimeSpan.FromSeconds(20);
}
