using Microsoft.Extensions.Logging;

namespace ImageBatch.EntityFrameworkCore;

internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Debug, "The database failed for a moment; try {Attempt} is repeated.")]
    public static partial void Repeated(ILogger logger, int attempt, Exception exception);

    [LoggerMessage(2, LogLevel.Information, "Removed {Count} uploads that nobody carried on.")]
    public static partial void UploadsRemoved(ILogger logger, int count);

    [LoggerMessage(4, LogLevel.Warning, "What was staged of job {JobId} could not be removed; it goes when its lease has ended.")]
    public static partial void UploadNotDiscarded(ILogger logger, Guid jobId, Exception exception);

    [LoggerMessage(5, LogLevel.Warning, "The lease on the upload of job {JobId} could not be renewed; it is tried again.")]
    public static partial void LeaseNotRenewed(ILogger logger, Guid jobId, Exception exception);
}
