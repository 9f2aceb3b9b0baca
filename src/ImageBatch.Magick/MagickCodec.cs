using ImageBatch.Codecs;
using ImageBatch.Magick.Decoding;
using ImageBatch.Magick.Encoding;
using ImageBatch.Magick.Pixels;
using ImageBatch.Model;
using ImageMagick;

namespace ImageBatch.Magick;

/// <summary>Compresses, scales and converts images with ImageMagick, by Magick.NET.</summary>
/// <remarks>
/// <para>Takes JPEG, PNG, GIF, WebP, BMP and TIFF, and AVIF where the native library reads it; writes each of them where
/// it was the input's format, and JPEG, PNG, WebP and AVIF. No other coder of ImageMagick is reached.</para>
/// <para>Creating one lowers the limits of ImageMagick for the process (<see cref="MagickOptions"/>). Instances are
/// thread-safe; an image takes one thread, but for AVIF, whose encoder takes some of its own.</para>
/// </remarks>
public sealed class MagickCodec : ImageTranscoder
{
    private readonly MagickOptions _options;

    /// <summary>Creates a codec.</summary>
    /// <param name="options">What to keep, and limits. The limits are taken once.</param>
    public MagickCodec(MagickOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
        ProcessLimits.Lower(options);
    }

    /// <inheritdoc/>
    public override string Name => "Magick";

    /// <inheritdoc/>
    protected override bool KeepsMetadata => _options.KeepMetadata;

    /// <inheritdoc/>
    protected override string? WhyNot(TranscodeRequest request) => MagickSupport.WhyNot(request);

    /// <inheritdoc/>
    protected override long WorkingBytes(TranscodeRequest request) => WorkingMemory.Of(request);

    /// <inheritdoc/>
    protected override string? Transcode(
        ReadOnlyMemory<byte> input, TranscodeRequest request, Stream output, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        CheckLimits(request);
        using var images = Decoder.Read(input.Span, request);
        if (MagickSupport.KeepsImageData(request))
        {
            return null;
        }

        var interruption = new Interruption(cancellationToken);
        try
        {
            interruption.Run(() => Frames.Prepare(images, input.Span, request));
            interruption.Watch(images);
            interruption.Run(() => Show(images, request));
            interruption.Run(() => Encoder.Write(images, input.Span, request, _options.KeepMetadata, output));
        }
        catch (MagickException exception) when (Failures.OfWorking(exception) is { } failure)
        {
            throw failure;
        }

        return FrameSupport.Note(request);
    }

    private void CheckLimits(TranscodeRequest request)
    {
        var header = request.Header;
        if (header.Pixels > _options.MaxPixels || Math.Max(header.Width, header.Height) > _options.MaxSide)
        {
            throw Failures.TooManyPixels(
                $"The image has {header.Width} × {header.Height} pixels; at most {_options.MaxPixels:N0}, "
                + $"and {_options.MaxSide:N0} a side, are taken.");
        }

        if (FrameSupport.Decoded(request) > _options.MaxFrames)
        {
            throw Failures.TooManyPixels(
                $"The image has {header.Frames:N0} frames; at most {_options.MaxFrames:N0} are taken.");
        }
    }

    /// <summary>Makes of what was decoded what is to be shown: turned, in the output's colours, in its size.</summary>
    private void Show(MagickImageCollection images, TranscodeRequest request)
    {
        var header = request.Header;
        var (width, height) = header.Orientation >= 5 ? (header.Height, header.Width) : (header.Width, header.Height);
        for (var i = 0; i < images.Count; i++)
        {
            var image = images[i];
            Turning.Apply(image, header, i);
            if (_options.KeepMetadata)
            {
                Metadata.Keep(image);
            }
            else
            {
                Metadata.Drop(image);
            }

            Colours.Prepare(image, request.Format, _options.ConvertToSrgb);
            Scaling.Apply(image, request, width, height, isFirst: i == 0);
            if (request.Format != ImageFormat.Gif && request.Format != ImageFormat.WebP)
            {
                image.ResetPage();
            }
        }
    }
}
