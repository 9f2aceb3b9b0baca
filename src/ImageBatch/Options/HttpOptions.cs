using System.ComponentModel.DataAnnotations;

namespace ImageBatch;

/// <summary>How this process calls others: downloads and webhooks alike.</summary>
public sealed class HttpOptions
{
    /// <summary>
    /// Whether loopback, private and other addresses that are not public may be called. Default false; for
    /// development, and for catalogues on an inner network.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>How long connecting may take, name resolution included. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may take to answer with its headers. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a body may pause. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:10:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long one try may take in all. Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "01:00:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many redirects a download follows. Default 5.</summary>
    [Range(0, 50)]
    public int MaxRedirects { get; set; } = 5;

    /// <summary>How often a download is tried in all where trying again may help. Default 4.</summary>
    [Range(1, 100)]
    public int MaxTries { get; set; } = 4;

    /// <summary>The wait before the second try; it doubles with each, with jitter. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before a try, also where a server asks for more with Retry-After. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How many connections go to one host at once. Default 8.</summary>
    [Range(1, 10_000)]
    public int MaxConnectionsPerHost { get; set; } = 8;
}
