using ImageBatch.Completion;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace ImageBatch.Processing;

/// <summary>Downloads one image, trying again where that may help. A wait holds neither a turn nor memory.</summary>
internal sealed class Downloader
{
    private readonly IImageSource _source;
    private readonly ByteBudget _budget;
    private readonly DownloadTurns _turns;
    private readonly ResultRecorder _results;
    private readonly ResiliencePipeline _retries;
    private readonly int _limit;
    private readonly HttpOptions _http;
    private readonly EngineMetrics _metrics;
    private readonly ILogger<Downloader> _logger;

    public Downloader(
        IImageSource source,
        ByteBudget budget,
        DownloadTurns turns,
        ResultRecorder results,
        IOptions<ImageBatchOptions> options,
        TimeProvider time,
        EngineMetrics metrics,
        ILogger<Downloader> logger)
    {
        _http = options.Value.Http;
        _source = source;
        _budget = budget;
        _turns = turns;
        _results = results;
        _limit = options.Value.Processing.MaxImageBytes;
        _retries = CreateRetries(_http, time);
        _metrics = metrics;
        _logger = logger;
    }

    /// <summary>Downloads an image's body. The buffer is the caller's to dispose of.</summary>
    /// <exception cref="ImageException">The last cause, with the first one if it was another.</exception>
    public async Task<DownloadBuffer> DownloadAsync(ImageWork work, CancellationToken cancellationToken)
    {
        var uri = new Uri(work.Url, UriKind.Absolute);
        ImageException? first = null;
        var tries = 0;
        var host = _turns.Open(uri);
        try
        {
            return await _retries.ExecuteAsync(
                async token =>
                {
                    tries++;
                    try
                    {
                        return await TryAsync(work.Key.Job, uri, host, token).ConfigureAwait(false);
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
            _turns.Close(host);
        }
    }

    /// <summary>
    /// One try, begun anew where the body had to give up its memory to others: that is no fault of the server's, and the
    /// memory for the most that it may have is kept for it from then on.
    /// </summary>
    private async ValueTask<DownloadBuffer> TryAsync(JobId job, Uri uri, HostGate host, CancellationToken cancellationToken)
    {
        for (var least = 0; ; least = _limit)
        {
            using var turn = await _turns.EnterAsync(job, host, cancellationToken).ConfigureAwait(false);
            using var expected = _results.Expect();
            var buffer = new DownloadBuffer(_budget, job, _limit, least, turn);
            try
            {
                using var duration = _metrics.MeasureStage("download");
                await _source.DownloadAsync(uri, buffer, cancellationToken).ConfigureAwait(false);
                Report(host, failed: false);
                return buffer.IsComplete
                    ? buffer
                    : throw new InvalidOperationException($"{_source.GetType().Name} returned without completing the buffer.");
            }
            catch (MemoryWithdrawnException)
            {
                buffer.Dispose();
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
