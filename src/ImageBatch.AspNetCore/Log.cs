using Microsoft.Extensions.Logging;

namespace ImageBatch.AspNetCore;

/// <summary>Event ids 2000 to 2099 are this package's.</summary>
internal static partial class Log
{
    [LoggerMessage(2000, LogLevel.Error, "{Method} {Path} failed; answered with 503")]
    public static partial void RequestFailed(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(2001, LogLevel.Error, "{Method} {Path} failed after its answer had begun; the connection is closed")]
    public static partial void AnswerBroken(ILogger logger, Exception exception, string method, string path);

    [LoggerMessage(2002, LogLevel.Debug, "{Method} {Path} refused: {Code}")]
    public static partial void RequestRefused(ILogger logger, string method, string path, string code);
}
