namespace ImageBatch.SampleHost;

/// <summary>What the host itself says.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "ImageBatch:ApiKey is not set: the API is open to whoever reaches this host")]
    public static partial void Open(ILogger logger);
}
