using ImageBatch.Model;
using Microsoft.Extensions.Logging;

namespace ImageBatch.RabbitMQ;

/// <summary>Every message of the package, with event ids that stay.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Connected to the broker at {Host}:{Port} for {Purpose}")]
    public static partial void Connected(ILogger logger, string purpose, string host, int port);

    [LoggerMessage(4, LogLevel.Warning, "The connection to the broker for {Purpose} was lost: {Reason}")]
    public static partial void Lost(ILogger logger, string purpose, string reason);

    [LoggerMessage(5, LogLevel.Warning, "The broker does not answer; the connection for {Purpose} is given up")]
    public static partial void Dropped(ILogger logger, string purpose);

    [LoggerMessage(6, LogLevel.Warning, "The broker takes no messages until it has more room: {Reason}")]
    public static partial void Blocked(ILogger logger, string reason);

    [LoggerMessage(7, LogLevel.Information, "The broker takes messages again")]
    public static partial void Unblocked(ILogger logger);

    [LoggerMessage(8, LogLevel.Warning, "Receiving from queue {Queue} was interrupted: {Reason}")]
    public static partial void ReceivingInterrupted(ILogger logger, string queue, string? reason);

    [LoggerMessage(10, LogLevel.Error, "A message of queue {Queue} cannot be read and is given up: {Problem}")]
    public static partial void Unreadable(ILogger logger, string queue, string problem);

    [LoggerMessage(11, LogLevel.Warning, "Image {Index} of job {JobId} could not be enqueued anew; its message goes back as it is")]
    public static partial void NotReturned(ILogger logger, Exception exception, int index, JobId jobId);

    [LoggerMessage(12, LogLevel.Error, "Image {Index} of job {JobId} is failed: its message was lost with its consumer more than {Limit} times")]
    public static partial void ImageGivenUp(ILogger logger, int index, JobId jobId, int limit);

    [LoggerMessage(13, LogLevel.Warning, "A dead letter of image {Index} of job {JobId} is dropped ({Reason}); the image is handed out again while it is pending")]
    public static partial void DeadLetterDropped(ILogger logger, int index, JobId jobId, string? reason);
}
