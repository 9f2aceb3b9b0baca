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
    private readonly CodecThreads _threads = new();
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

    /// <summary>
    /// Compresses an image by the first codec that can, when it is its turn: each waits for the memory that it needs itself.
    /// Disposes of the input in every case.
    /// </summary>
    /// <exception cref="ImageException">The codec's, or <see cref="ImageErrorCodes.ImageTimeout"/>.</exception>
    /// <exception cref="OperationCanceledException">
    /// The process stops or the job is no longer wanted. A codec is told so, and not waited for.
    /// </exception>
    public async Task<CompressedOutput> CompressAsync(
        ImageWork work, CodecCandidates candidates, DownloadBuffer input, CancellationToken cancellationToken)
    {
        var refusals = new List<string>();
        foreach (var candidate in candidates.Codecs)
        {
            if (await TryAsync(work, candidate, input, refusals, cancellationToken).ConfigureAwait(false) is { } output)
            {
                return output;
            }
        }

        input.Dispose();
        throw candidates.Refuse(refusals);
    }

    /// <summary>Runs one codec; null where it passes the image on.</summary>
    private async Task<CompressedOutput?> TryAsync(
        ImageWork work,
        CodecCandidate candidate,
        DownloadBuffer input,
        List<string> refusals,
        CancellationToken cancellationToken)
    {
        IDisposable turn;
        try
        {
            // Beside what the codec needs, an output of the input's length.
            var bytes = PooledArray.SizeOf(input.Content.Length) + candidate.WorkingBytes;
            turn = await _turns.EnterAsync(work.Key.Job, bytes, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            input.Dispose();
            throw;
        }

        var deadline = new CancellationTokenSource(_timeout, _time);
        var token = deadline.Token;
        using var stop = cancellationToken.UnsafeRegister(source => ((CancellationTokenSource)source!).Cancel(), deadline);

        var run = Task.Factory.StartNew(
            () => Run(work, candidate.Codec, input, turn, refusals, token),
            CancellationToken.None,
            TaskCreationOptions.DenyChildAttach,
            _threads);
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
                Log.CodecOverdue(_logger, work.Key.Index, work.Key.Job, candidate.Codec.Name);
            }

            throw new ImageException(
                ImageErrorCodes.ImageTimeout, $"The image was not compressed within {_timeout.TotalSeconds:0.###} s.");
        }
        finally
        {
            _ = LetEndAsync(run, input, deadline);
        }
    }

    private CompressedOutput? Run(
        ImageWork work,
        IImageCodec codec,
        DownloadBuffer input,
        IDisposable turn,
        List<string> refusals,
        CancellationToken deadline)
    {
        var output = new OutputBuffer(input.Content.Length);
        var isPassedOn = false;
        try
        {
            using var duration = _metrics.MeasureStage("compress");
            var image = codec.Compress(input.Content, work.Options, output, deadline);
            return new CompressedOutput(output, image, input);
        }
        catch (ImageException exception) when (exception.Code == ImageErrorCodes.ImageUnsupported)
        {
            isPassedOn = true;
            refusals.Add(exception.Message);
            output.Dispose();
            return null;
        }
        catch (Exception exception) when (
            exception is not ImageException
            && !(exception is OperationCanceledException && deadline.IsCancellationRequested))
        {
            output.Dispose();
            Log.CodecFailed(_logger, exception, codec.Name, work.Key.Index, work.Key.Job);
            throw new ImageException(
                ImageErrorCodes.CodecFailed, $"The codec {codec.Name} failed on this image.", exception);
        }
        catch
        {
            output.Dispose();
            throw;
        }
        finally
        {
            if (!isPassedOn)
            {
                input.Dispose();
            }

            turn.Dispose();
        }
    }

    /// <summary>Lets a codec that overruns come to its end, and gives back what it held.</summary>
    private async Task LetEndAsync(Task<CompressedOutput?> run, DownloadBuffer input, CancellationTokenSource deadline)
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
                (await run.ConfigureAwait(false))?.Dispose();
                input.Dispose();
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
