using System.ComponentModel.DataAnnotations;
using ImageBatch.Http;

namespace ImageBatch;

/// <summary>How this process calls others: downloads and webhooks alike.</summary>
public sealed class HttpOptions
{
    /// <summary>
    /// Whether addresses of this machine and of inner networks may be called beside public ones, at any port: loopback
    /// (127.0.0.0/8, ::1), private use (10.0.0.0/8, 172.16.0.0/12, 192.168.0.0/16), shared space (100.64.0.0/10) and
    /// unique local (fc00::/7). Default false; for development. Link-local addresses and the metadata services of
    /// clouds stay refused: only <see cref="AllowedNetworks"/> admits them.
    /// </summary>
    public bool AllowPrivateNetworks { get; set; }

    /// <summary>
    /// The only hosts that may be called, by downloads, redirects and webhooks alike: exact names in any case
    /// (<c>cdn.example.com</c>), or <c>*.example.com</c> for every name below one, but not for that one itself. No
    /// scheme, no port. A host that is named still has to have an address that may be called. Default empty: any host.
    /// </summary>
    [Required]
    public IReadOnlyList<string> AllowedHosts { get; set; } = [];

    /// <summary>
    /// Networks in CIDR notation (<c>10.20.0.0/16</c>, <c>fd12:3456::/32</c>) that may be called beside public
    /// addresses, at any port, whatever they are: for a catalogue on an inner network, name just its network. IPv4
    /// embedded in IPv6 counts as IPv6; who names <c>64:ff9b::/96</c> trusts the translator (NAT64) to pass no private
    /// IPv4 on, as RFC 6052, section 3.1, asks of it. Default empty.
    /// </summary>
    [Required]
    public IReadOnlyList<string> AllowedNetworks { get; set; } = [];

    /// <summary>
    /// Ports of public addresses that may be called beside 80 and 443. Default empty.
    /// </summary>
    [Required]
    public IReadOnlyList<int> AllowedPorts { get; set; } = [];

    /// <summary>
    /// A proxy that every call goes through: <c>http</c>, <c>https</c> or <c>socks5</c>, with a port, and with a user
    /// and password where it asks for them. It resolves the names, so it has to refuse what lies inside: here only
    /// hosts, ports and addresses that stand in the URL itself are judged. Default null: none, also where the
    /// environment names one (<c>HTTP_PROXY</c>).
    /// </summary>
    public Uri? Proxy { get; set; }

    /// <summary>
    /// How downloads and webhooks name themselves, in the header <c>User-Agent</c>: products and comments (RFC 9110,
    /// section 10.1.5), such as <c>ShopImages/2.1 (+https://shop.example.com/bot)</c>. Default <c>ImageBatch</c> with the
    /// version of this package, and its project's URL as a comment.
    /// </summary>
    [Required]
    public string UserAgent { get; set; } = UserAgentHeader.Default;

    /// <summary>How long connecting may take, name resolution included. Default 5 s.</summary>
    [TimeSpanRange("00:00:00.010", "00:10:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long a server may take to answer with its headers. Default 10 s.</summary>
    [TimeSpanRange("00:00:00.010", "00:10:00")]
    public TimeSpan HeadersTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long a body may pause. Default 10 s.</summary>
    [TimeSpanRange("00:00:00.010", "00:10:00")]
    public TimeSpan IdleTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>
    /// How fast a body has to come, in bytes a second: one that brings less for as long as <see cref="RateGrace"/> is given
    /// up with <c>download.too_slow</c>. 0: as slowly as the timeouts allow. Default 2,048.
    /// </summary>
    [Range(0, 1 << 30)]
    public int MinBytesPerSecond { get; set; } = 2_048;

    /// <summary>How long a body may be slower than <see cref="MinBytesPerSecond"/>, at its start and later. Default 5 s.</summary>
    [TimeSpanRange("00:00:00.010", "00:10:00")]
    public TimeSpan RateGrace { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long one try may take in all. Default 60 s.</summary>
    [TimeSpanRange("00:00:00.010", "01:00:00")]
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(60);

    /// <summary>How many redirects a download follows. Default 5.</summary>
    [Range(0, 50)]
    public int MaxRedirects { get; set; } = 5;

    /// <summary>How often a download is tried in all where trying again may help. Default 4.</summary>
    [Range(1, 100)]
    public int MaxTries { get; set; } = 4;

    /// <summary>The wait before the second try; it doubles with each, with jitter. Default 1 s.</summary>
    [TimeSpanRange("00:00:00", "00:10:00")]
    public TimeSpan RetryDelay { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>Longest wait before a try, also where a server asks for more with Retry-After. Default 30 s.</summary>
    [TimeSpanRange("00:00:00", "01:00:00")]
    public TimeSpan MaxRetryDelay { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>
    /// How many connections go to one host at once, and to one address whatever names it has; and how many
    /// webhooks are under way to one host. Downloads of one job have at
    /// most three quarters of them. Default 8.
    /// </summary>
    [Range(1, 10_000)]
    public int MaxConnectionsPerHost { get; set; } = 8;

    /// <summary>
    /// How many downloads from one host, or webhooks to one, have to fail in a row, in a way that another try may mend, before
    /// those that come next wait for <see cref="BreakDuration"/>. The wait fails nothing and counts as no try. Default 8.
    /// </summary>
    [Range(1, 10_000)]
    public int BreakAfter { get; set; } = 8;

    /// <summary>How long downloads from a host, or webhooks to it, wait after it failed <see cref="BreakAfter"/> times. Default 5 s.</summary>
    [TimeSpanRange("00:00:00", "00:10:00")]
    public TimeSpan BreakDuration { get; set; } = TimeSpan.FromSeconds(5);
}
