namespace ImageBatch.Model;

/// <summary>The closed list of codes that say why an image, or a webhook delivery, failed.</summary>
public static class ImageErrorCodes
{
    /// <summary>The server did not connect, answer or send on in time. Tried again.</summary>
    public const string DownloadTimeout = "download.timeout";

    /// <summary>The server sent the body more slowly than a download may be. Tried again.</summary>
    public const string DownloadTooSlow = "download.too_slow";

    /// <summary>The body is larger than an input image may be. Permanent.</summary>
    public const string DownloadTooLarge = "download.too_large";

    /// <summary>The server answered with a status other than 2xx. Permanent, but for 408, 429 and 5xx.</summary>
    public const string DownloadStatus = "download.status";

    /// <summary>The address is one that downloads may not reach. Permanent.</summary>
    public const string DownloadBlocked = "download.blocked";

    /// <summary>The host does not exist, refused the connection, or the connection broke. Tried again.</summary>
    public const string DownloadConnection = "download.connection";

    /// <summary>More redirects than allowed, or a redirect that leads nowhere legal. Permanent.</summary>
    public const string DownloadRedirect = "download.redirect";

    /// <summary>No registered codec takes the image with the options asked for. Permanent.</summary>
    public const string ImageUnsupported = "image.unsupported";

    /// <summary>The bytes break the rules of their format. Permanent.</summary>
    public const string ImageCorrupt = "image.corrupt";

    /// <summary>The image ends before its data does. Permanent.</summary>
    public const string ImageTruncated = "image.truncated";

    /// <summary>More pixels, or more working memory, than an image may have. Permanent.</summary>
    public const string ImageTooManyPixels = "image.too_many_pixels";

    /// <summary>The codec did not finish in time. Permanent.</summary>
    public const string ImageTimeout = "image.timeout";

    /// <summary>The codec failed in a way it does not document. Permanent.</summary>
    public const string CodecFailed = "codec.failed";

    /// <summary>The image store or the job store could not be reached. Tried again.</summary>
    public const string StoreUnavailable = "store.unavailable";

    /// <summary>
    /// The image ended the process that worked on it three times, or was lost with its worker as often as the queue
    /// allows. Permanent.
    /// </summary>
    public const string WorkerCrashed = "worker.crashed";

    /// <summary>The webhook's receiver did not answer in time. Tried again.</summary>
    public const string WebhookTimeout = "webhook.timeout";

    /// <summary>The webhook's receiver could not be reached. Tried again.</summary>
    public const string WebhookConnection = "webhook.connection";

    /// <summary>The webhook's receiver answered with a status other than 2xx. Tried again, but for 410.</summary>
    public const string WebhookStatus = "webhook.status";

    /// <summary>The address is one that webhooks may not reach. Permanent.</summary>
    public const string WebhookBlocked = "webhook.blocked";
}
