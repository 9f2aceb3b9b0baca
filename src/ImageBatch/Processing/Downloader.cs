using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ImageBatch.Processing;

/// <summary>Downloads one image, trying again where that may help. A wait holds neither a slot nor memory.</summary>
internal sealed class Downloader : IDisposable
{
    private readonly IImageSource _source;
    private readonly ByteBudget _budget;
    private readonly HostGates _hosts;
    private readonly SemaphoreSlim _slots;
    private readonly ResiliencePipeline _retries;
    private readonly int _limit;
    private readonly HttpOptions _http;
    private readonly EngineMetrics _metrics;
    private readonly ILogger<Downloader> _logger;

    public Downloader(
        IImageSource source,
        ByteBudget budget,
        IOptions<ImageBatchOptions> options,
        TimeProvider time,
        EngineMetrics metrics,
        ILogger<Downloader> logger)
    {
        _http = options.Value.Http;
        _source = source;
        _budget = budget;
        _hosts = new HostGates(_http, time);
        _slots = new SemaphoreSlim(options.Value.Processing.DownloadSlots);
        _limit = options.Value.Processing.MaxImageBytes;
        _retries = CreateRetries(_http, time);
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>Downloads a body. The buffer is the caller's to dispose of.</summary>
    /// <exception cref="ImageException">The last cause, with the first one if it was another.</exception>
    public async Task<DownloadBuffer> DownloadAsync(string url, CancellationToken cancellationToken)
    {
        var uri = new Uri(url, UriKind.Absolute);
        ImageException? first = null;
        var tries = 0;
        var host = _hosts.Open(uri);
        try
        {
            return await _retries.ExecuteAsync(
                async token =>
                {
                    tries++;
                    try
                    {
                        return await TryAsync(uri, host, token).ConfigureAwait(false);
                    }
                    catch (ImageException exception)
                    {
                        first ??= exception;
                        throw;
                    }
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (ImageException last) when (tries > 1)
        {
            var causes = last.Message == first!.Message ? last.Message : $"{last.Message} The first try: {first.Message}";
            throw new ImageException(last.Code, $"Gave up after {tries} tries. {causes}", last);
        }
        finally
        {
            _hosts.Close(host);
        }
    }

    public void Dispose() => _slots.Dispose();

    private async ValueTask<DownloadBuffer> TryAsync(Uri uri, HostGate host, CancellationToken cancellationToken)
    {
        using var place = await host.EnterAsync(cancellationToken).ConfigureAwait(false);
        await _slots.WaitAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new DownloadBuffer(_budget, _limit);
        try
        {
            using var duration = _metrics.MeasureStage("download");
            await _source.DownloadAsync(uri, buffer, cancellationToken).ConfigureAwait(false);
            Report(host, failed: false);
            return buffer.IsComplete
                ? buffer
                : throw new InvalidOperationException($"{_source.GetType().Name} returned without completing the buffer.");
        }
        catch (Exception exception)
        {
            buffer.Dispose();
            if (exception is ImageException failure)
            {
                Report(host, failure.IsTransient);
            }

            throw;
        }
        finally
        {
            _slots.Release();
        }
    }

    /// <summary>A permanent failure, such as 404, is the image's own: its host answers.</summary>
    private void Report(HostGate host, bool failed)
    {
        if (host.Breaker.Report(failed))
        {
            Log.HostPaused(_logger, host.Host, _http.BreakDuration, _http.BreakAfter);
        }
    }

    private static ResiliencePipeline CreateRetries(HttpOptions http, TimeProvider time)
    {
        var builder = new ResiliencePipelineBuilder { TimeProvider = time };
        if (http.MaxTries > 1)
        {
            builder.AddRetry(new RetryStrategyOptions
            {
                ShouldHandle = new PredicateBuilder().Handle<ImageException>(exception => exception.IsTransient),
                MaxRetryAttempts = http.MaxTries - 1,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = http.RetryDelay,
                MaxDelay = http.MaxRetryDelay,
                DelayGenerator = arguments =>
                {
                    var asked = (arguments.Outcome.Exception as ImageException)?.RetryAfter;
                    return ValueTask.FromResult(asked > http.MaxRetryDelay ? http.MaxRetryDelay : asked);
                },
            });
        }

        return builder.Build();
    }
}
