using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>Sends webhooks. One call is one try.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IWebhookNotifier
{
    /// <summary>Sends a delivery, whose body is set. What goes wrong on the way is an answer, not an exception.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled; nothing is known of the try.</exception>
    Task<WebhookAnswer> NotifyAsync(WebhookDelivery delivery, CancellationToken cancellationToken = default);
}
