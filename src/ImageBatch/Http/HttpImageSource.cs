using System.Net;
using ImageBatch.Http.Addresses;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Options;

namespace ImageBatch.Http;

/// <summary>Downloads images over HTTP within the limits of <see cref="HttpOptions"/>.</summary>
internal sealed class HttpImageSource(
    IHttpClientFactory clients, AddressPlaces addresses, IOptions<ImageBatchOptions> options, TimeProvider time) : IImageSource
{
    private readonly HttpOptions _options = options.Value.Http;

    public async Task DownloadAsync(Uri uri, IDownloadBuffer buffer, CancellationToken cancellationToken)
    {
        using var deadline = new TryDeadline(_options.TryTimeout, time, cancellationToken);
        try
        {
            for (var redirects = 0; ; redirects++)
            {
                // A place at the address is waited for in our own time; looking its name up is the server's.
                var found = await deadline.RunAsync(_options.ConnectTimeout, token => addresses.FindAsync(uri, buffer.Job, token))
                    .ConfigureAwait(false);
                using var place = await addresses.EnterAsync(found, uri.Port, buffer.Job, cancellationToken).ConfigureAwait(false);
                using var response = await GetAsync(uri, found, deadline).ConfigureAwait(false);
                if (!Redirects.IsRedirect(response.StatusCode))
                {
                    EnsureSuccess(response);
                    await ReadBodyAsync(response, buffer, deadline, cancellationToken).ConfigureAwait(false);
                    return;
                }

                uri = redirects < _options.MaxRedirects
                    ? Redirects.Next(uri, response.Headers.Location)
                    : throw Redirects.TooMany(_options.MaxRedirects);
            }
        }
        catch (Exception exception) when (
            HttpFailures.ToImageException(exception, cancellationToken) is { } failure && failure != exception)
        {
            throw failure;
        }
    }

    private async Task<HttpResponseMessage> GetAsync(Uri uri, IReadOnlyList<IPAddress> found, TryDeadline deadline)
    {
        var client = clients.CreateClient(OutboundHandlerFactory.Downloads);
        using var request = new HttpRequestMessage(HttpMethod.Get, uri);
        request.Options.Set(GuardedHandler.Addresses, found);
        return await deadline.RunAsync(
            _options.HeadersTimeout,
            async token => await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, token)
                .ConfigureAwait(false)).ConfigureAwait(false);
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
        if (response.Content.Headers.ContentLength is { } known)
        {
            buffer.Expect(known);
        }

        var body = await response.Content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        await using (body.ConfigureAwait(false))
        {
            var floor = new RateFloor(_options.MinBytesPerSecond, _options.RateGrace);
            for (var length = 0; ;)
            {
                // A body that is as long as it may be can only have ended there.
                var isFull = length == buffer.Limit;
                var memory = isFull ? new byte[1] : await buffer.GetMemoryAsync(cancellationToken).ConfigureAwait(false);
                var read = await ReadAsync(body, memory, deadline, floor).ConfigureAwait(false);
                if (read == 0)
                {
                    buffer.Complete();
                    return;
                }

                if (isFull)
                {
                    throw ImageErrors.TooLarge(buffer.Limit);
                }

                buffer.Advance(read);
                length += read;
            }
        }
    }

    private async ValueTask<int> ReadAsync(Stream body, Memory<byte> memory, TryDeadline deadline, RateFloor floor)
    {
        var start = time.GetTimestamp();
        var patience = floor.Left < _options.IdleTimeout ? floor.Left : _options.IdleTimeout;
        try
        {
            var read = await deadline.RunAsync(patience, token => body.ReadAsync(memory, token)).ConfigureAwait(false);
            return floor.Passes(read, time.GetElapsedTime(start)) || read == 0 ? read : throw TooSlow();
        }
        catch (TimeoutException) when (!floor.Passes(0, time.GetElapsedTime(start)))
        {
            throw TooSlow();
        }
        catch (InvalidOperationException exception)
        {
            // What Brotli's decoder throws where the others throw InvalidDataException.
            throw new InvalidDataException(exception.Message, exception);
        }
    }

    private ImageException TooSlow() => new(
        ImageErrorCodes.DownloadTooSlow,
        $"The server sent less than {_options.MinBytesPerSecond:N0} bytes a second for {_options.RateGrace.TotalSeconds:0.###} s.")
    {
        IsTransient = true,
    };
}
