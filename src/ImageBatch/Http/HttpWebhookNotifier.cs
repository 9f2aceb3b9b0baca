using System.Globalization;
using System.Net.Http.Headers;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Webhooks;
using Microsoft.Extensions.Options;

namespace ImageBatch.Http;

/// <summary>
/// Posts webhooks by Standard Webhooks 1.0: id, timestamp of the try, and a signature for each secret. Only 2xx is a
/// success; 410 and 508 end the delivery; redirects are not followed. The body of the answer is not read.
/// </summary>
internal sealed class HttpWebhookNotifier(
    IHttpClientFactory clients, IOptions<ImageBatchOptions> options, TimeProvider time) : IWebhookNotifier
{
    private static readonly MediaTypeHeaderValue Json = new("application/json") { CharSet = "utf-8" };

    private readonly WebhookSecret[] _secrets = WebhookSecret.ParseAll(options.Value.Webhooks.Secrets);

    public async Task<WebhookAnswer> NotifyAsync(WebhookDelivery delivery, CancellationToken cancellationToken)
    {
        using var deadline = new TryDeadline(options.Value.Webhooks.TryTimeout, time, cancellationToken);
        try
        {
            using var request = CreateRequest(delivery);
            using var response = await deadline.RunAsync(
                options.Value.Webhooks.TryTimeout,
                async token => await clients.CreateClient(OutboundHandlerFactory.Webhooks)
                    .SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)
                    .ConfigureAwait(false)).ConfigureAwait(false);
            return ToAnswer(response);
        }
        catch (Exception exception) when (
            HttpFailures.ToImageException(exception, cancellationToken) is { } failure)
        {
            return ToAnswer(failure);
        }
    }

    private HttpRequestMessage CreateRequest(WebhookDelivery delivery)
    {
        var body = delivery.Body ?? throw new ArgumentException("The delivery has no body yet.", nameof(delivery));
        var request = new HttpRequestMessage(HttpMethod.Post, delivery.Url)
        {
            Content = new ReadOnlyMemoryContent(body) { Headers = { ContentType = Json } },
        };
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        request.Headers.Add("webhook-id", delivery.Id);
        request.Headers.Add("webhook-timestamp", timestamp);
        if (_secrets.Length > 0)
        {
            request.Headers.Add("webhook-signature", WebhookSignatures.Sign(_secrets, delivery.Id, timestamp, body));
        }

        if (Telemetry.TraceParent is { } trace)
        {
            // The trace alone: baggage and vendors' state are not for strangers.
            request.Headers.Add("traceparent", trace);
        }

        return request;
    }

    private static WebhookAnswer ToAnswer(ImageException failure) => new(null, failure.Code switch
    {
        ImageErrorCodes.DownloadBlocked =>
            $"{ImageErrorCodes.WebhookBlocked}: This service does not call the receiver's host, port or address.",
        ImageErrorCodes.DownloadTimeout => $"{ImageErrorCodes.WebhookTimeout}: The receiver did not answer in time.",
        _ => $"{ImageErrorCodes.WebhookConnection}: The receiver could not be reached.",
    })
    {
        IsPermanent = !failure.IsTransient,
    };

    private WebhookAnswer ToAnswer(HttpResponseMessage response)
    {
        var status = (int)response.StatusCode;
        return response.IsSuccessStatusCode
            ? new WebhookAnswer(status, null)
            : new WebhookAnswer(status, $"{ImageErrorCodes.WebhookStatus}: The receiver answered {status}.")
            {
                // 508: the URL leads back here (OutboundMark).
                IsPermanent = status is 410 or 508,
                RetryAfter = HttpFailures.RetryAfter(response, time),
            };
    }
}
