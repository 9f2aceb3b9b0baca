using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Options;

namespace ImageBatch.Http;

/// <summary>Downloads images over HTTP within the limits of <see cref="HttpOptions"/>.</summary>
internal sealed class HttpImageSource(
    IHttpClientFactory clients, IOptions<ImageBatchOptions> options, TimeProvider time) : IImageSource
{
    private readonly HttpOptions _options = options.Value.Http;

    public async Task DownloadAsync(Uri uri, IDownloadBuffer buffer, CancellationToken cancellationToken)
    {
        using var deadline = new TryDeadline(_options.TryTimeout, time, cancellationToken);
        try
        {
            using var response = await GetAsync(uri, deadline).ConfigureAwait(false);
            EnsureSuccess(response);
            await ReadBodyAsync(response, buffer, deadline, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception) when (
            HttpFailures.ToImageException(exception, cancellationToken) is { } failure && failure != exception)
        {
            throw failure;
        }
    }

    private async Task<HttpResponseMessage> GetAsync(Uri uri, TryDeadline deadline)
    {
        var client = clients.CreateClient(OutboundHandlerFactory.Downloads);
        for (var redirects = 0; ; redirects++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, uri);
            var response = await deadline.RunAsync(
                _options.HeadersTimeout,
                async token => await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)
                    .ConfigureAwait(false)).ConfigureAwait(false);
            if (!Redirects.IsRedirect(response.StatusCode))
            {
                return response;
            }

            using (response)
            {
                uri = redirects < _options.MaxRedirects
                    ? Redirects.Next(uri, response.Headers.Location)
                    : throw Redirects.TooMany(_options.MaxRedirects);
            }
        }
    }

    private void EnsureSuccess(HttpResponseMessage response)
    {
        if (response.IsSuccessStatusCode)
        {
            return;
        }

        var status = (int)response.StatusCode;
        throw new ImageException(ImageErrorCodes.DownloadStatus, $"The server answered {status}.")
        {
            // 508 is for good: the URL leads back here (OutboundMark).
            IsTransient = status is 408 or 429 or >= 500 and not 508,
            RetryAfter = HttpFailures.RetryAfter(response, time),
        };
    }

    private async Task ReadBodyAsync(
        HttpResponseMessage response, IDownloadBuffer buffer, TryDeadline deadline, CancellationToken cancellationToken)
    {
        var memory = await buffer.ReserveAsync(response.Content.Headers.ContentLength, cancellationToken)
            .ConfigureAwait(false);
        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var length = 0;
            for (int read; length < memory.Length; length += read)
            {
                read = await ReadAsync(body, memory[length..], deadline).ConfigureAwait(false);
                if (read == 0)
                {
                    break;
                }
            }

            await EnsureEndAsync(body, length, memory.Length, buffer.Limit, deadline).ConfigureAwait(false);
            buffer.Complete(length);
        }
    }

    /// <summary>A body that fills its memory may only have ended there.</summary>
    private async Task EnsureEndAsync(Stream body, int length, int capacity, int limit, TryDeadline deadline)
    {
        if (length == capacity && await ReadAsync(body, new byte[1], deadline).ConfigureAwait(false) > 0)
        {
            throw ImageErrors.TooLarge(limit);
        }
    }

    private async ValueTask<int> ReadAsync(Stream body, Memory<byte> memory, TryDeadline deadline)
    {
        try
        {
            return await deadline.RunAsync(_options.IdleTimeout, token => body.ReadAsync(memory, token)).ConfigureAwait(false);
        }
        catch (InvalidOperationException exception)
        {
            // What Brotli's decoder throws where the others throw InvalidDataException.
            throw new InvalidDataException(exception.Message, exception);
        }
    }
}
