namespace ImageBatch.SampleHost.Configuration;

/// <summary>What the host reads of the section <c>ImageBatch</c>; the rest of it is <see cref="ImageBatchOptions"/>.</summary>
internal sealed class HostSettings
{
    public const string Section = "ImageBatch";

    private const int MinApiKeyLength = 16;

    /// <summary>Where the stores keep their files; relative to the current directory.</summary>
    public string DataPath { get; set; } = "data";

    /// <summary>The job store.</summary>
    public string Store { get; set; } = Stores.FileSystem;

    /// <summary>Where the database of the job store is: of PostgreSQL always, of SQLite a file in the data path if null.</summary>
    public string? ConnectionString { get; set; }

    /// <summary>The queue.</summary>
    public string Queue { get; set; } = Queues.InMemory;

    /// <summary>The image store.</summary>
    public string Images { get; set; } = ImageStores.FileSystem;

    /// <summary>The codecs in order of preference, as a list or with commas between them; null for all that the host has.</summary>
    public string[]? Codecs { get; set; }

    /// <summary>The prefixes of the API; <c>""</c> is the root.</summary>
    public string[] Prefixes { get; set; } = [];

    /// <summary>The key that callers of the API need; null leaves it open.</summary>
    public string? ApiKey { get; set; }

    /// <summary>Origins whose pages may change something through the API, beside its own.</summary>
    public string[] AllowedOrigins { get; set; } = [];

    /// <summary>How many uploads one client may send in a minute; 0 for any number.</summary>
    public int UploadsPerMinute { get; set; } = 60;

    /// <summary>How many dry runs one client may send in a minute; 0 for any number.</summary>
    public int DryRunsPerMinute { get; set; } = 60;

    /// <summary>Where traces and metrics go.</summary>
    public string Telemetry { get; set; } = Observability.Telemetry.None;

    /// <summary>What this node does. Not public, so that the binder leaves it to <see cref="Configuration.Roles"/>.</summary>
    internal HostRoles Roles { get; private set; } = HostRoles.All;

    /// <summary>Whether this node serves the API.</summary>
    internal bool HasApi => Roles.HasFlag(HostRoles.Api);

    /// <summary>The absolute path of the folder that the image store makes below the data path.</summary>
    public string ImagesPath => Path.Combine(Path.GetFullPath(DataPath), "images");

    public static HostSettings Read(IConfiguration section)
    {
        var settings = section.Get<HostSettings>() ?? new();

        settings.Codecs = ReadList(section, nameof(Codecs));
        settings.Roles = Configuration.Roles.Read(ReadList(section, nameof(Roles)));
        if (settings.Prefixes.Length == 0)
        {
            settings.Prefixes = ["/api"];
        }

        if (settings.ApiKey is { Length: < MinApiKeyLength })
        {
            throw new InvalidOperationException(
                $"{Section}:ApiKey has fewer than {MinApiKeyLength} characters: make one with \"openssl rand -base64 32\".");
        }

        if (settings.UploadsPerMinute < 0)
        {
            throw new InvalidOperationException($"{Section}:UploadsPerMinute is negative: 0 stands for any number.");
        }

        if (settings.DryRunsPerMinute < 0)
        {
            throw new InvalidOperationException($"{Section}:DryRunsPerMinute is negative: 0 stands for any number.");
        }

        Configuration.Roles.Check(settings);
        return settings;
    }

    /// <summary>
    /// Reads a list, which is easier to write with commas in one variable or argument; the binder would leave that out
    /// without a word. Null where neither is set.
    /// </summary>
    private static string[]? ReadList(IConfiguration section, string setting)
    {
        var items = section.GetSection(setting).Get<string[]>();
        var line = section[setting];
        if (items is not null && line is not null)
        {
            throw new InvalidOperationException(
                $"{Section}:{setting} is set as a list and also as '{line}', perhaps in two places: keep one of them.");
        }

        return items ?? line?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
    }

    /// <summary>Says what a setting may be.</summary>
    public static InvalidOperationException Unknown(string setting, string? value, params ReadOnlySpan<string> known) =>
        new($"{Section}:{setting} is '{value}', which this host does not have. It has: {string.Join(", ", known)}.");

    /// <summary>Whether a setting has a value, in any case.</summary>
    public static bool Is(string? value, string known) => string.Equals(value, known, StringComparison.OrdinalIgnoreCase);
}
