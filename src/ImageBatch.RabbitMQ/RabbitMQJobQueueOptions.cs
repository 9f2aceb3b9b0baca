using System.ComponentModel.DataAnnotations;

namespace ImageBatch.RabbitMQ;

/// <summary>Where the broker is, and how the queue uses it.</summary>
public sealed class RabbitMQJobQueueOptions
{
    /// <summary>
    /// The broker: scheme <c>amqp</c>, or <c>amqps</c> for TLS; user name and password, host, port and virtual host, as in
    /// <c>amqps://user:password@rabbit.example.com/imagebatch</c>. Default <c>amqp://localhost</c>: port 5672 (5671 with
    /// TLS), virtual host <c>/</c>, account <c>guest</c>, which brokers let in from their own machine only.
    /// </summary>
    [Required]
    public Uri Uri { get; set; } = new("amqp://localhost");

    /// <summary>
    /// The nodes of a cluster as <c>host</c> or <c>host:port</c>, any of which will do: each connection tries them in an
    /// order of chance. They take the place of the host of <see cref="Uri"/>. Empty by default.
    /// </summary>
    public IList<string> Hosts { get; } = [];

    /// <summary>Replaces the user name of <see cref="Uri"/>. Null by default.</summary>
    public string? UserName { get; set; }

    /// <summary>Replaces the password of <see cref="Uri"/>. Null by default.</summary>
    public string? Password { get; set; }

    /// <summary>Replaces the virtual host of <see cref="Uri"/>. Null by default.</summary>
    public string? VirtualHost { get; set; }

    /// <summary>The name that the broker's certificate must have. Null (the default): the host that is connected to.</summary>
    public string? TlsServerName { get; set; }

    /// <summary>How the connections are named in the broker's tools. Null (the default): <c>ImageBatch</c> and the name of the machine.</summary>
    [StringLength(200, MinimumLength = 1)]
    public string? ConnectionName { get; set; }

    /// <summary>
    /// What the names of the queues and of the exchange begin with; hosts that share jobs have the same, others on that
    /// virtual host another. Default <c>imagebatch</c>.
    /// </summary>
    [Required]
    [RegularExpression("[A-Za-z0-9._-]{1,100}")]
    public string QueuePrefix { get; set; } = "imagebatch";

    /// <summary>
    /// How often a message is delivered again after its consumer was lost before it goes to the dead letters, which fails
    /// the image with <c>worker.crashed</c>. Part of the queue's declaration: it cannot be changed while the queue exists.
    /// Default 20.
    /// </summary>
    [Range(1, 1_000_000)]
    public int DeliveryLimit { get; set; } = 20;

    /// <summary>Most published messages that wait for the broker's confirm at once. Default 256.</summary>
    [Range(1, 65_535)]
    public int ConfirmWindow { get; set; } = 256;

    /// <summary>
    /// How long publishing waits for a connection and for confirms before it fails; the dispatcher then tries again. Time
    /// during which the broker blocks publishers does not count. Default 10 s.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan PublishTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How long connecting, and each answer of the broker beside confirms, may take. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the two sides show each other that they live; a side is given up after two beats. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(15);
}
