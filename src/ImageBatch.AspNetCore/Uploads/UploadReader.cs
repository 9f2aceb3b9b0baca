using ImageBatch.AspNetCore.Errors;
using ImageBatch.Client;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace ImageBatch.AspNetCore.Uploads;

/// <summary>Reads one upload as it comes: first the CSV, then what settings follow it.</summary>
internal abstract class UploadReader(HttpRequest request, string baseUrl, long maxCsvBytes)
{
    /// <summary>Room for boundaries, headers and fields beside the CSV.</summary>
    private const long FormOverhead = 1 << 20;

    protected UploadSettings Settings { get; } = new();

    protected string BaseUrl { get; } = baseUrl;

    /// <summary>
    /// What was wrong with the body, once it was. Kept here since the exception passes through the client and the
    /// stores, and theirs must not be taken for the uploader's fault.
    /// </summary>
    public RequestException? Fault { get; private set; }

    /// <summary>Starts to read an upload.</summary>
    /// <exception cref="RequestException">Neither a form nor a CSV, or too large.</exception>
    public static UploadReader Create(HttpRequest request, string baseUrl, long maxCsvBytes)
    {
        if (!StringValues.IsNullOrEmpty(request.Headers.ContentEncoding))
        {
            throw Refusals.UnsupportedMediaType("Compressed bodies are not taken here: send the CSV without Content-Encoding.");
        }

        LimitBody(request, maxCsvBytes);
        UploadReader reader = MediaTypeHeaderValue.TryParse(request.ContentType, out var type) && MediaTypes.IsForm(type)
            ? new FormUploadReader(request, MediaTypes.BoundaryOf(type), baseUrl, maxCsvBytes)
            : MediaTypes.IsCsv(type)
                ? new CsvUploadReader(request, baseUrl, maxCsvBytes)
                : throw MediaTypes.Unsupported();
        reader.Settings.Add(request.Query);
        return reader;
    }

    /// <summary>Gives the CSV's bytes, once.</summary>
    public abstract Task<Stream> OpenCsvAsync(CancellationToken cancellationToken);

    /// <summary>Reads what follows the CSV and gives all settings.</summary>
    public abstract Task<JobSettings> ReadSettingsAsync(CancellationToken cancellationToken);

    /// <summary>What an exception while reading the body means to the uploader.</summary>
    protected abstract RequestException Explain(Exception exception);

    /// <summary>Keeps what was wrong with the body.</summary>
    public RequestException Fail(Exception exception) => Fault = exception switch
    {
        RequestException refusal => refusal,
        BadHttpRequestException { StatusCode: StatusCodes.Status413PayloadTooLarge } => Refusals.CsvTooLarge(maxCsvBytes),
        BadHttpRequestException { StatusCode: StatusCodes.Status408RequestTimeout } => Refusals.Timeout(),
        BadHttpRequestException => Refusals.InvalidBody(),
        _ => Explain(exception),
    };

    protected Stream Track(Stream body) => new UploadBody(body, this);

    protected HttpRequest Request => request;

    private static void LimitBody(HttpRequest request, long maxCsvBytes)
    {
        long? limit = maxCsvBytes <= long.MaxValue - FormOverhead ? maxCsvBytes + FormOverhead : null;
        if (request.HttpContext.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
        {
            feature.MaxRequestBodySize = limit;
        }

        if (request.ContentLength > limit)
        {
            throw Refusals.CsvTooLarge(maxCsvBytes);
        }
    }
}
