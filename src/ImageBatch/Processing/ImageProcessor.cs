using System.Diagnostics;
using ImageBatch.Completion;
using ImageBatch.Diagnostics;
using ImageBatch.Fairness;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Processing;

/// <summary>Takes one image from its URL to its result: download, look at the header, compress, save.</summary>
internal sealed class ImageProcessor(
    Downloader downloader,
    CodecSet codecs,
    Compressor compressor,
    SuspectGate suspects,
    TimeProvider time,
    IImageStore images,
    ResultRecorder results,
    EngineMetrics metrics,
    IOptions<ImageBatchOptions> options,
    ILogger<ImageProcessor> logger) : IDisposable
{
    /// <summary>
    /// How many images may have a start that nothing followed: of one job so few that after a death of the process those under
    /// suspicion are soon worked off, of all so many that jobs whose images take long to compress keep none from its start.
    /// </summary>
    private const int MostStarted = 1_024;

    private readonly ProcessingOptions _options = options.Value.Processing;
    private readonly SharedPlaces _starts = new(
        MostStarted, 4 * (options.Value.Processing.CompressionSlots ?? Environment.ProcessorCount), time);

    public void Dispose() => _starts.Dispose();

    /// <summary>Works on an image until its result is in the job store.</summary>
    /// <param name="work">The image.</param>
    /// <param name="traceContext">The dispatch that the work belongs to.</param>
    /// <param name="cancellationToken">Ends the work, but for an output that is being saved: the job is no longer wanted.</param>
    /// <param name="stoppingToken">Ends the work: the process stops.</param>
    /// <returns>Whether the store knows the image's job.</returns>
    /// <exception cref="OperationCanceledException">
    /// The process stops, and the image goes back unharmed; or its job is no longer wanted.
    /// </exception>
    /// <exception cref="Exception">The image store cannot be reached; the image is tried again later.</exception>
    public async Task<bool> ProcessAsync(
        ImageWork work, ActivityContext traceContext, CancellationToken cancellationToken, CancellationToken stoppingToken)
    {
        using var activity = Telemetry.Activities.StartActivity("imagebatch.image", ActivityKind.Consumer, traceContext);
        activity?.SetTag("imagebatch.job", work.Key.Job.ToString()).SetTag("imagebatch.index", work.Key.Index);
        var attempt = Guid.CreateVersion7();
        var started = false;
        var isSuspect = work.Deaths > 0;
        IDisposable? place = null;
        IDisposable? turn = null;
        try
        {
            if (work.Deaths >= SuspectGate.MaxDeaths)
            {
                throw new ImageException(
                    ImageErrorCodes.WorkerCrashed, $"The image ended the process that worked on it {work.Deaths} times.");
            }

            await suspects.WaitForTrialAsync(work.Deaths, cancellationToken).ConfigureAwait(false);
            using var input = await downloader.DownloadAsync(work, cancellationToken).ConfigureAwait(false);
            using var expected = results.Expect();
            var (header, candidates) = Judge(work, input);
            place = await _starts.EnterAsync(work.Key.Job, cancellationToken).ConfigureAwait(false);

            // Kept until nothing is left of the start, so that no suspect is held to account for what another began.
            turn = await suspects.EnterAsync(isSuspect, cancellationToken).ConfigureAwait(false);

            // Written before the decode, so that a process which dies of this image leaves a trace.
            started = true;
            if (!await results.RecordAsync(new ImageStarted(work.Key, attempt), urgent: isSuspect).ConfigureAwait(false))
            {
                return false;
            }

            CrashPoint.Reach(CrashPoint.Started);
            using var output = await compressor
                .CompressAsync(work, candidates, input.HandOver(), cancellationToken).ConfigureAwait(false);
            if (isSuspect)
            {
                // It has survived: whatever ends the process from here on, it is not this image.
                await results.RecordAsync(new ImageReturned(work.Key, attempt), urgent: true).ConfigureAwait(false);
                started = false;
                turn.Dispose();
            }

            return await SaveAsync(work, header, output, stoppingToken).ConfigureAwait(false);
        }
        catch (ImageException exception)
        {
            // A bad image is the catalogue's trouble, not the program's: no stack trace.
            Log.ImageFailed(logger, work.Key.Index, work.Key.Job, exception.Code, exception.Message);
            Log.ImageFailedBecause(logger, exception, work.Key.Index, work.Key.Job);
            metrics.Failed(exception.Code);
            return await results.RecordAsync(new ImageFailed(work.Key, exception.ToError()), urgent: isSuspect)
                .ConfigureAwait(false);
        }
        catch when (started)
        {
            await results.RecordAsync(new ImageReturned(work.Key, attempt)).ConfigureAwait(false);
            throw;
        }
        finally
        {
            turn?.Dispose();
            place?.Dispose();
        }
    }

    /// <summary>Judges an image by its header.</summary>
    private (ImageHeader Header, CodecCandidates Candidates) Judge(ImageWork work, DownloadBuffer input)
    {
        var header = ImageHeaderReader.Read(input.Content.Span);
        if (header.Pixels > _options.MaxPixels || Math.Max(header.Width, header.Height) > _options.MaxSide)
        {
            throw TooManyPixels(
                $"The image has {header.Width} × {header.Height} pixels; at most {_options.MaxPixels:N0}, "
                + $"and {_options.MaxSide:N0} a side, are taken.");
        }

        // An input, and an output of its length.
        var ends = 2 * PooledArray.SizeOf(header.Length);
        return (header, codecs.Find(header, work.Options, _options.MaxWorkingBytes - ends));
    }

    private async Task<bool> SaveAsync(
        ImageWork work, ImageHeader header, CompressedOutput output, CancellationToken cancellationToken)
    {
        var key = OutputKey.Create(work.Key.Job, work.Key.Index, output.Content.Span, output.Image.Format);
        using (metrics.MeasureStage("save"))
        {
            await images.SaveAsync(key, output.Content, cancellationToken).ConfigureAwait(false);
            CrashPoint.Reach(CrashPoint.OutputSaved);
        }

        var result = new ImageOutput(
            key.Name, header.Length, output.Content.Length, output.Image.Unchanged, output.Image.Note);
        output.Dispose();
        metrics.Succeeded(result.BytesIn, result.BytesOut);
        return await results.RecordAsync(new ImageSucceeded(work.Key, result)).ConfigureAwait(false);
    }

    private static ImageException TooManyPixels(string message) => new(ImageErrorCodes.ImageTooManyPixels, message);
}
