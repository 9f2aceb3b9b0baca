using ImageBatch.Http.Addresses;
using ImageBatch.Model;

namespace ImageBatch.Http;

/// <summary>What exceptions and headers of HTTP mean to an image. Messages name no address and no inner cause.</summary>
internal static class HttpFailures
{
    /// <summary>The image's error for an exception; null for cancellation by the caller and for what is none of HTTP's.</summary>
    public static ImageException? ToImageException(Exception exception, CancellationToken cancellationToken) => exception switch
    {
        ImageException image => image,
        _ when cancellationToken.IsCancellationRequested => null,
        _ when IsBlocked(exception) => new ImageException(
            ImageErrorCodes.DownloadBlocked,
            "This service does not download from the image's host, port or address.",
            exception),
        TimeoutException or OperationCanceledException => Transient(
            ImageErrorCodes.DownloadTimeout, "The server did not answer or send on in time.", exception),
        HttpRequestException request => FromRequest(request),
        HttpIOException io => FromBody(io),
        InvalidDataException => Transient(
            ImageErrorCodes.DownloadConnection, "The body could not be decompressed.", exception),
        IOException => Transient(
            ImageErrorCodes.DownloadConnection, "The connection broke while the image was read.", exception),
        _ => null,
    };

    /// <summary>How long the server asks to wait: seconds or a date (RFC 9110, section 10.2.3).</summary>
    public static TimeSpan? RetryAfter(HttpResponseMessage response, TimeProvider time) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delta } => delta,
            { Date: { } date } => Max(date - time.GetUtcNow(), TimeSpan.Zero),
            _ => null,
        };

    /// <summary>Refusals come as they are for a URL, and inside a failure to connect for an address.</summary>
    private static bool IsBlocked(Exception? exception) =>
        exception is not null && (exception is BlockedException || IsBlocked(exception.InnerException));

    private static ImageException FromRequest(HttpRequestException exception) => exception.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => Transient(
            ImageErrorCodes.DownloadConnection, "The host's name could not be resolved.", exception),
        HttpRequestError.SecureConnectionError => Transient(
            ImageErrorCodes.DownloadConnection, "No secure connection to the host could be made.", exception),
        HttpRequestError.ConnectionError or HttpRequestError.ProxyTunnelError => Transient(
            ImageErrorCodes.DownloadConnection, "The host could not be connected to.", exception),
        _ when exception.InnerException is IOException => Transient(
            ImageErrorCodes.DownloadConnection, "The connection broke before the server answered.", exception),
        _ => Transient(ImageErrorCodes.DownloadConnection, "The server's answer is not HTTP.", exception),
    };

    private static ImageException FromBody(HttpIOException exception) => Transient(
        ImageErrorCodes.DownloadConnection,
        exception.HttpRequestError == HttpRequestError.ResponseEnded
            ? "The connection broke before the whole image was sent."
            : "The body breaks the rules of HTTP.",
        exception);

    private static ImageException Transient(string code, string message, Exception cause) =>
        new(code, message, cause) { IsTransient = true };

    private static TimeSpan Max(TimeSpan left, TimeSpan right) => left > right ? left : right;
}
