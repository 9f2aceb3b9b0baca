namespace ImageBatch.SampleHost;

/// <summary>What the host itself says.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "ImageBatch:ApiKey is not set: the API is open to whoever reaches this host")]
    public static partial void Open(ILogger logger);

    [LoggerMessage(2, LogLevel.Information, "This node plays the roles {Roles}")]
    public static partial void Roles(ILogger logger, Configuration.HostRoles roles);
}
