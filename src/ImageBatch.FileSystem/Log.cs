using Microsoft.Extensions.Logging;

namespace ImageBatch.FileSystem;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Removed {Count} leftovers of interrupted saves and deletions from {Folder}.")]
    public static partial void StaleRemoved(this ILogger logger, int count, string folder);

    [LoggerMessage(2, LogLevel.Warning, "The leftover {Path} could not be removed.")]
    public static partial void StaleNotRemoved(this ILogger logger, string path, Exception exception);

    [LoggerMessage(3, LogLevel.Warning, "{Path} could not be compacted; it is tried again later.")]
    public static partial void NotCompacted(this ILogger logger, string path, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "Outputs cannot be written to {Folder}: {Reason} Give this process room and the right to write there, or set another root path.")]
    public static partial void NotWritable(this ILogger logger, string folder, string reason);
}
