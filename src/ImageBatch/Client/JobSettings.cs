using ImageBatch.Model;

namespace ImageBatch.Client;

/// <summary>What an upload says beside its CSV.</summary>
public sealed record JobSettings
{
    /// <summary>What is asked of the compression.</summary>
    public CompressionOptions Options { get; init; } = new();

    /// <summary>Absolute http or https URL that the finished job is announced to; null for none.</summary>
    public string? WebhookUrl { get; init; }

    /// <summary>Scheme, host and prefix under which the upload came, without a slash at the end; null without HTTP.</summary>
    public string? BaseUrl { get; init; }
}
