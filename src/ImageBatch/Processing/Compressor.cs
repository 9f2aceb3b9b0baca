using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Processing;

/// <summary>Runs codecs, as many at once as there are slots, each under a deadline.</summary>
/// <remarks>
/// A codec that ignores its token keeps its slot, its input and its memory until it returns, while its image has
/// already failed: memory that a codec may still read is never given to another image.
/// </remarks>
internal sealed class Compressor : IEngineHealth
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly int _slotCount;
    private readonly CompressionTurns _turns;
    private readonly Lock _gate = new();
    private readonly TimeSpan _timeout;
    private readonly TimeProvider _time;
    private readonly EngineMetrics _metrics;
    private readonly ILogger<Compressor> _logger;
    private int _overdue;
    private long _allOverdueSince;

    public Compressor(
        CompressionTurns turns, IOptions<ImageBatchOptions> options, TimeProvider time, EngineMetrics metrics, ILogger<Compressor> logger)
    {
        var processing = options.Value.Processing;
        _turns = turns;
        _slotCount = processing.CompressionSlots ?? Environment.ProcessorCount;
        _timeout = processing.CompressionTimeout;
        _time = time;
        _metrics = metrics;
        _logger = logger;
    }

    /// <inheritdoc/>
    public string? Problem
    {
        get
        {
            lock (_gate)
            {
                return _overdue >= _slotCount && _time.GetElapsedTime(_allOverdueSince) >= Patience
                    ? $"All {_slotCount} compression slots have been held for {Patience.TotalSeconds} s or longer by codecs "
                        + "that run past their deadline: nothing is compressed."
                    : null;
            }
        }
    }

    /// <summary>Compresses an image when it is its turn. Disposes of the input in every case.</summary>
    /// <param name="work">The image.</param>
    /// <param name="candidates">The codecs to try.</param>
    /// <param name="workingBytes">What an output of the input's length and the hungriest of the codecs take.</param>
    /// <param name="input">The input, whole.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="ImageException">The codec's, or <see cref="ImageErrorCodes.ImageTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException">
    /// The process stops or the job is no longer wanted. A codec is told so, and not waited for.
    /// </exception>
    public async Task<CompressedOutput> CompressAsync(
        ImageWork work,
        CodecCandidates candidates,
        long workingBytes,
        DownloadBuffer input,
        CancellationToken cancellationToken)
    {
        IDisposable turn;
        try
        {
            turn = await _turns.EnterAsync(work.Key.Job, workingBytes, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            input.Dispose();
            throw;
        }

        var deadline = new CancellationTokenSource(_timeout, _time);
        var token = deadline.Token;
        using var stop = cancellationToken.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), deadline);
        var run = Task.Run(() => Run(work, candidates, input, turn, token), CancellationToken.None);
        try
        {
            await ((Task)run).WaitAsync(token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (run.IsCompletedSuccessfully)
            {
                return await run.ConfigureAwait(false);
            }

            if (run.Exception?.InnerException is ImageException failure)
            {
                throw new ImageException(failure.Code, failure.Message, failure);
            }

            cancellationToken.ThrowIfCancellationRequested();
            if (!run.IsCompleted)
            {
                Log.CodecOverdue(_logger, work.Key.Index, work.Key.Job, candidates.Codecs[0].Name);
            }

            throw new ImageException(
                ImageErrorCodes.ImageTimeout, $"The image was not compressed within {_timeout.TotalSeconds:0.###} s.");
        }
        finally
        {
            _ = LetEndAsync(run, deadline);
        }
    }

    private CompressedOutput Run(
        ImageWork work, CodecCandidates candidates, DownloadBuffer input, IDisposable turn, CancellationToken deadline)
    {
        var output = new OutputBuffer(input.Content.Length);
        try
        {
            using var duration = _metrics.MeasureStage("compress");
            var image = RunFirstThatCan(work, candidates, input.Content, output, deadline);
            return new CompressedOutput(output, image, input);
        }
        catch
        {
            output.Dispose();
            throw;
        }
        finally
        {
            input.Dispose();
            turn.Dispose();
        }
    }

    private CompressedImage RunFirstThatCan(
        ImageWork work,
        CodecCandidates candidates,
        ReadOnlyMemory<byte> input,
        OutputBuffer output,
        CancellationToken cancellationToken)
    {
        var refusals = new List<string>();
        foreach (var codec in candidates.Codecs)
        {
            try
            {
                return codec.Compress(input, work.Options, output, cancellationToken);
            }
            catch (ImageException exception) when (exception.Code == ImageErrorCodes.ImageUnsupported)
            {
                refusals.Add(exception.Message);
                output.Clear();
            }
            catch (Exception exception) when (
                exception is not ImageException
                && !(exception is OperationCanceledException && cancellationToken.IsCancellationRequested))
            {
                Log.CodecFailed(_logger, exception, codec.Name, work.Key.Index, work.Key.Job);
                throw new ImageException(
                    ImageErrorCodes.CodecFailed, $"The codec {codec.Name} failed on this image.", exception);
            }
        }

        throw candidates.Refuse(refusals);
    }

    /// <summary>Lets a codec that overruns come to its end, and gives back what it held.</summary>
    private async Task LetEndAsync(Task<CompressedOutput> run, CancellationTokenSource deadline)
    {
        using (deadline)
        {
            if (run.IsCompleted)
            {
                return;
            }

            CountOverdue(1);
            await ((Task)run).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            CountOverdue(-1);
            if (run.IsCompletedSuccessfully)
            {
                (await run.ConfigureAwait(false)).Dispose();
            }
        }
    }

    private void CountOverdue(int change)
    {
        lock (_gate)
        {
            _overdue += change;
            _allOverdueSince = _time.GetTimestamp();
        }
    }
}
