using System.Buffers;
using System.Collections.Concurrent;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Recompression.Jpeg;
using ImageBatch.Recompression.Png;

namespace ImageBatch.Recompression;

/// <summary>
/// Makes JPEG files (ITU-T T.81) smaller without decoding them to pixels, and PNG files (third edition) by a palette or
/// without loss.
/// </summary>
/// <remarks>
/// <para>
/// JPEG: the quantized coefficients are entropy decoded, requantized to the tables of the asked quality, and entropy
/// coded again with optimised Huffman tables. The target tables are those of T.81 Annex K.1, scaled to the quality as the
/// Independent JPEG Group does. No entry becomes finer than the source's. A source that is already at or below the
/// quality keeps its scan data as it is.
/// </para>
/// <para>
/// PNG: below quality 100 the image gets the smallest palette, of 256 colours at most, that was found within the mean
/// squared error that pngquant allows for the quality, 2.5 ÷ (210 + q)^1.2 × (100.1 − q) ÷ 100 (and more below 16).
/// Where there is none, or where it is shorter, and at quality 100, every pixel stays as it is. Animations are kept.
/// </para>
/// <para>
/// A PNG becomes a JPEG where the upload asks for one, transparent parts on white, and, if
/// <see cref="RecompressionOptions.OpaquePngToJpeg"/> allows it, where that is shorter. Colours that a JPEG cannot describe
/// are left to the next codec or stay PNG.
/// </para>
/// <para>
/// An image whose output would not be smaller keeps its image data; metadata are dropped even then. An output is never
/// longer than its input. Instances are thread-safe. Working memory is pooled; it grows with the length of the file, and
/// for a progressive JPEG and a PNG with the samples that the data bear out, never with what a header alone claims.
/// </para>
/// </remarks>
public sealed class RecompressionCodec : IImageCodec
{
    private readonly RecompressionOptions _options;

    // One recompressor of a format a thread at work, kept warm: its tables are what an image would otherwise allocate.
    private readonly ConcurrentQueue<IRecompressor> _idleJpeg = new();
    private readonly ConcurrentQueue<IRecompressor> _idlePng = new();

    /// <summary>Creates a codec.</summary>
    /// <param name="options">What to keep. Read at each call.</param>
    public RecompressionCodec(RecompressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        _options = options;
    }

    /// <inheritdoc/>
    public string Name => "Recompression";

    /// <inheritdoc/>
    public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(options);
        var reason = header.Format is not (ImageFormat.Jpeg or ImageFormat.Png) ? $"{ImageFormats.NameOf(header.Format)} images"
            : options.Converts(header.Format) && !(header.Format == ImageFormat.Png && PngSupport.Makes(options.Format)) ? $"a conversion to {options.Format}"
            : options.Resizes(header) ? "a change of size"
            : header.Format == ImageFormat.Png ? PngSupport.WhyNot(header, options, _options)
            : JpegSupport.WhyNot(header.JpegProcess, header.Precision, header.Components);
        return reason is not null ? CodecAnswer.No(reason)
            : header.Format == ImageFormat.Png ? CodecAnswer.Yes(PngSupport.WorkingBytes(header, options, _options))
            : CodecAnswer.Yes(JpegSupport.WorkingBytes(header, _options));
    }

    /// <inheritdoc/>
    public CompressedImage Compress(
        ReadOnlyMemory<byte> input,
        CompressionOptions options,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(output);
        return PngRecompressor.Matches(input.Span)
            ? Compress(_idlePng, static () => new PngRecompressor(), input, options, output, cancellationToken)
            : Compress(_idleJpeg, static () => new JpegRecompressor(), input, options, output, cancellationToken);
    }

    private CompressedImage Compress(
        ConcurrentQueue<IRecompressor> idle,
        Func<IRecompressor> create,
        ReadOnlyMemory<byte> input,
        CompressionOptions options,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        if (!idle.TryDequeue(out var recompressor))
        {
            recompressor = create();
        }

        try
        {
            return recompressor.Recompress(input, options, _options, output, cancellationToken);
        }
        finally
        {
            recompressor.Reset();
            idle.Enqueue(recompressor);
        }
    }
}
