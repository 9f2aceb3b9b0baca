using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.CrashWorker;

/// <summary>What the worker is told to do, by its arguments alone.</summary>
internal sealed record WorkerSettings
{
    /// <summary>What the worker says when it has submitted or retried what it was told to, and stops in order from then on.</summary>
    public const string Ready = "Ready.";

    /// <summary>The kind of job store, of <see cref="WorkerStores"/>.</summary>
    public required string Store { get; init; }

    /// <summary>Where the job store is: a folder, or a connection string.</summary>
    public required string Jobs { get; init; }

    /// <summary>The folder of the image store.</summary>
    public required string Images { get; init; }

    /// <summary>What the process does in the background.</summary>
    public ImageBatchRoles Roles { get; init; } = ImageBatchRoles.All;

    /// <summary>The address of the broker that it shares a queue on; null for a queue of its own, in memory.</summary>
    public string? Broker { get; init; }

    /// <summary>The address that it serves the API at; null for none.</summary>
    public string? Api { get; init; }

    /// <summary>The CSV to submit, under its path as idempotency key, before going on to work; null for none.</summary>
    public string? Submit { get; init; }

    /// <summary>The webhook of what is submitted.</summary>
    public string? Webhook { get; init; }

    /// <summary>The finished job to retry before going on to work; null for none.</summary>
    public string? Retry { get; init; }

    /// <summary>The crash point or call of the disk at which the process kills itself; null for none.</summary>
    public string? KillAt { get; init; }

    /// <summary>How often that must have been reached.</summary>
    public int KillCount { get; init; } = 1;

    public static WorkerSettings Read(string[] arguments)
    {
        var read = new ConfigurationBuilder().AddCommandLine(arguments).Build();
        return new WorkerSettings
        {
            Store = Required(nameof(Store)),
            Jobs = Required(nameof(Jobs)),
            Images = Required(nameof(Images)),
            Roles = Enum.Parse<ImageBatchRoles>(read[nameof(Roles)] ?? nameof(ImageBatchRoles.All)),
            Broker = read[nameof(Broker)],
            Api = read[nameof(Api)],
            Submit = read[nameof(Submit)],
            Webhook = read[nameof(Webhook)],
            Retry = read[nameof(Retry)],
            KillAt = read[nameof(KillAt)],
            KillCount = int.Parse(read[nameof(KillCount)] ?? "1", null),
        };

        string Required(string name) => read[name] ?? throw new ArgumentException($"The argument --{name} is missing.");
    }

    public IEnumerable<string> ToArguments() =>
        from argument in new (string Name, string? Value)[]
        {
            (nameof(Store), Store),
            (nameof(Jobs), Jobs),
            (nameof(Images), Images),
            (nameof(Roles), $"{Roles}"),
            (nameof(Broker), Broker),
            (nameof(Api), Api),
            (nameof(Submit), Submit),
            (nameof(Webhook), Webhook),
            (nameof(Retry), Retry),
            (nameof(KillAt), KillAt),
            (nameof(KillCount), $"{KillCount}"),
        }
        where argument.Value is not null
        select $"--{argument.Name}={argument.Value}";
}
