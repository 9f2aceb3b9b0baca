using Microsoft.Extensions.Logging;

namespace ImageBatch.AspNetCore;

/// <summary>Event ids 2000 to 2099 are this package's.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Error, "{Method} {Path} failed; answered with 503: {Reason}")]
    public static partial void RequestFailed(ILogger logger, Exception? exception, string method, string path, string reason);

    [LoggerMessage(2001, LogLevel.Error, "{Method} {Path} failed after its answer had begun; the connection is closed")]
    public static partial void AnswerBroken(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(2002, LogLevel.Debug, "{Method} {Path} refused: {Code}")]
    public static partial void RequestRefused(ILogger logger, string method, string path, string code);

    [LoggerMessage(2003, LogLevel.Debug, "{Method} {Path} failed; answered with 503")]
    public static partial void RequestFailedBecause(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(2005, LogLevel.Error, "{Method} {Path} failed; answered with 500, which no waiting mends: {Reason}")]
    public static partial void DataDamaged(ILogger logger, string method, string path, string reason);

    [LoggerMessage(2006, LogLevel.Warning, "Output {Name} of job {JobId} was made and is not in the image store any more: somebody took it away, or the folder or bucket is another one")]
    public static partial void OutputMissing(ILogger logger, string name, Model.JobId jobId);

    [LoggerMessage(2004, LogLevel.Error, "{Problem} {Reason}")]
    public static partial void NotReady(ILogger logger, string problem, string reason);
}
