using Microsoft.Extensions.Logging;

namespace ImageBatch.Diagnostics;

/// <summary>Every message of the package, with event ids that stay.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Job {JobId} was accepted: {Products} products, {Images} images")]
    public static partial void JobAccepted(ILogger logger, Model.JobId jobId, int products, int images);

    [LoggerMessage(2, LogLevel.Information, "Job {JobId} finished run {Run} as {Status}: {Succeeded} succeeded, {Failed} failed")]
    public static partial void JobFinished(
        ILogger logger, Model.JobId jobId, int run, Model.JobStatus status, int succeeded, int failed);

    [LoggerMessage(3, LogLevel.Information, "Image {Index} of job {JobId} failed: {Code}: {Reason}")]
    public static partial void ImageFailed(ILogger logger, int index, Model.JobId jobId, string code, string reason);

    [LoggerMessage(4, LogLevel.Error, "Codec {Codec} failed on image {Index} of job {JobId} in a way it does not document")]
    public static partial void CodecFailed(
        ILogger logger, Exception exception, string codec, int index, Model.JobId jobId);

    [LoggerMessage(5, LogLevel.Error, "{Part} cannot be reached; trying again in {Delay}: {Reason}")]
    public static partial void PartUnavailable(ILogger logger, string part, string reason, TimeSpan delay);

    [LoggerMessage(6, LogLevel.Warning, "Webhook {DeliveryId} failed on try {Attempt}: {Error}")]
    public static partial void WebhookFailed(ILogger logger, string deliveryId, int attempt, string error);

    [LoggerMessage(7, LogLevel.Information, "Webhook {DeliveryId} was delivered on try {Attempt}")]
    public static partial void WebhookDelivered(ILogger logger, string deliveryId, int attempt);

    [LoggerMessage(8, LogLevel.Warning, "Compressing image {Index} of job {JobId} ran past its deadline; codec {Codec} still holds a slot")]
    public static partial void CodecOverdue(ILogger logger, int index, Model.JobId jobId, string codec);

    [LoggerMessage(9, LogLevel.Debug, "What lies behind the failure of image {Index} of job {JobId}")]
    public static partial void ImageFailedBecause(ILogger logger, Exception exception, int index, Model.JobId jobId);

    [LoggerMessage(10, LogLevel.Warning, "Webhook {DeliveryId} of job {JobId} is given up: its receiver has to ask for it again")]
    public static partial void WebhookGivenUp(ILogger logger, string deliveryId, Model.JobId jobId);

    [LoggerMessage(11, LogLevel.Information, "Job {JobId} was deleted with its {Images} images: it finished at {FinishedAt}")]
    public static partial void JobExpired(ILogger logger, Model.JobId jobId, int images, DateTimeOffset? finishedAt);

    [LoggerMessage(12, LogLevel.Warning, "Job {JobId} is no longer to be kept and could not be deleted; trying again in {Delay}")]
    public static partial void JobNotDeleted(ILogger logger, Exception exception, Model.JobId jobId, TimeSpan delay);

    [LoggerMessage(13, LogLevel.Warning, "A call to {Host}:{Port} was blocked: {Reason}")]
    public static partial void CallBlocked(ILogger logger, string host, int port, string reason);

    [LoggerMessage(14, LogLevel.Warning, "Downloads from {Host} pause for {Pause}: {Tries} tries in a row failed")]
    public static partial void HostPaused(ILogger logger, string host, TimeSpan pause, int tries);

    [LoggerMessage(15, LogLevel.Information, "Compressing with {Codecs}, the preferred first")]
    public static partial void CodecsFound(ILogger logger, string codecs);

    [LoggerMessage(16, LogLevel.Warning, "Job {JobId} is dispatched by another node now: this one did not renew its lease in time")]
    public static partial void LeaseLost(ILogger logger, Model.JobId jobId);

    [LoggerMessage(17, LogLevel.Information, "{Part} can be reached again, after {Duration}")]
    public static partial void PartBack(ILogger logger, string part, TimeSpan duration);

    [LoggerMessage(18, LogLevel.Debug, "What keeps {Part} from being reached")]
    public static partial void PartUnavailableBecause(ILogger logger, Exception exception, string part);

    [LoggerMessage(19, LogLevel.Warning, "Webhooks to {Host} pause for {Pause}: {Tries} tries in a row failed")]
    public static partial void ReceiverPaused(ILogger logger, string host, TimeSpan pause, int tries);
}
