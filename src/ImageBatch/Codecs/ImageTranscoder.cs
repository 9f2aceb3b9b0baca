using System.Buffers;
using ImageBatch.ImageFiles;
using ImageBatch.ImageHeaders;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Codecs;

/// <summary>
/// A codec that decodes an image to pixels and encodes them again: the base of codecs on general imaging libraries. It
/// keeps the promises that do not depend on the library, so that a codec has only to decode, scale and encode.
/// </summary>
/// <remarks>
/// <para>What it does for every codec: a file that ends early is <see cref="ImageErrorCodes.ImageTruncated"/>, whether or
/// not the library would open it. An image that was to keep its size and format, and that would not become smaller, keeps its
/// image data: only its metadata go (<see cref="ImageFile.WriteWithoutMetadata"/>).</para>
/// <para>What is left to a codec: every output is shown as its input is, so the EXIF orientation is applied to the pixels
/// and not written; metadata are dropped, the ICC profile is kept or converted; alpha is flattened on white where the
/// output's format has none.</para>
/// </remarks>
public abstract class ImageTranscoder : IImageCodec
{
    /// <inheritdoc/>
    public abstract string Name { get; }

    /// <summary>Whether metadata are kept, where an image keeps its image data, as well. Default false.</summary>
    protected virtual bool KeepsMetadata => false;

    /// <inheritdoc/>
    public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options)
    {
        ArgumentNullException.ThrowIfNull(header);
        ArgumentNullException.ThrowIfNull(options);
        if (header.Format == ImageFormat.Unknown)
        {
            return CodecAnswer.No("images of an unknown format");
        }

        var request = TranscodeRequest.Of(header, options);
        return WhyNot(request) is { } reason
            ? CodecAnswer.No(reason)
            : CodecAnswer.Yes((long)Int128.Min(long.MaxValue, (Int128)WorkingBytes(request) + StagedBytes(request)));
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
        cancellationToken.ThrowIfCancellationRequested();
        var header = ImageHeaderReader.Read(input.Span);
        var request = TranscodeRequest.Of(header, options);
        if (WhyNot(request) is { } reason)
        {
            throw new ImageException(ImageErrorCodes.ImageUnsupported, $"{Name} does not take {reason}.");
        }

        if (ImageFile.EndsEarly(input.Span))
        {
            throw new ImageException(
                ImageErrorCodes.ImageTruncated, $"The {ImageFormats.NameOf(header.Format)} file ends before its image data do.");
        }

        return request.Resizes || request.Converts
            ? MakeAnew(input, request, output, cancellationToken)
            : MakeSmaller(input, request, output, cancellationToken);
    }

    /// <summary>Why the codec does not take an image, as the end of "… does not take …"; null where it does. Never throws.</summary>
    protected abstract string? WhyNot(TranscodeRequest request);

    /// <summary>
    /// An upper bound of the bytes that the library takes for an image that is taken: pixels, tables, scaled pixels. Input
    /// and output are not among them.
    /// </summary>
    protected abstract long WorkingBytes(TranscodeRequest request);

    /// <summary>Decodes, scales and encodes one image. Called from many threads at once.</summary>
    /// <param name="input">The whole file.</param>
    /// <param name="request">What to make of it.</param>
    /// <param name="output">
    /// Takes the output file; it can be written, read and sought. Not to be closed. Nothing written says that the image data
    /// are to stay as they are, which only an image can that keeps size and format.
    /// </param>
    /// <param name="cancellationToken">Cancelled when the deadline has passed or the engine stops.</param>
    /// <returns>What the owner of the image should know (<see cref="CompressedImage.Note"/>), or null.</returns>
    /// <exception cref="ImageException">As <see cref="IImageCodec.Compress"/> says.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    protected abstract string? Transcode(
        ReadOnlyMemory<byte> input, TranscodeRequest request, Stream output, CancellationToken cancellationToken);

    private CompressedImage MakeAnew(
        ReadOnlyMemory<byte> input, TranscodeRequest request, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        using var staged = new StagedOutput(long.MaxValue);
        var note = Transcode(input, request, staged, cancellationToken);
        if (staged.Length == 0)
        {
            throw new InvalidOperationException($"{Name} wrote nothing of an image that was to be scaled or converted.");
        }

        staged.CopyTo(output);
        return new CompressedImage(request.Format, Unchanged: false, note);
    }

    private CompressedImage MakeSmaller(
        ReadOnlyMemory<byte> input, TranscodeRequest request, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        // What would stay if nothing smaller is found is the length to beat: the input less its metadata.
        using var kept = new StagedOutput(input.Length);
        Keep(input.Span, kept);
        using var staged = new StagedOutput(kept.Length - 1);
        try
        {
            var note = Transcode(input, request, staged, cancellationToken);
            if (!staged.IsFull && staged.Length > 0)
            {
                staged.CopyTo(output);
                return new CompressedImage(request.Format, Unchanged: false, note);
            }
        }
        catch (Exception exception) when (staged.IsFull && exception is not OperationCanceledException)
        {
            // The codec was stopped at the length where going on makes no sense.
        }

        kept.CopyTo(output);
        return new CompressedImage(request.Format, Unchanged: true);
    }

    private void Keep(ReadOnlySpan<byte> input, StagedOutput kept)
    {
        if (KeepsMetadata)
        {
            kept.Write(input);
        }
        else
        {
            ImageFile.WriteWithoutMetadata(input, kept);
        }
    }

    /// <summary>
    /// What is held of outputs. Kept size and format: the input without its metadata, and an output that is shorter. Else an
    /// output that may be longer than the input, twice: here, and by who called. Lossy formats take two bytes a pixel or
    /// less at any usual quality.
    /// </summary>
    private static Int128 StagedBytes(TranscodeRequest request)
    {
        if (!request.Resizes && !request.Converts)
        {
            return 2L * request.Header.Length;
        }

        var isLossy = request.Format is ImageFormat.Jpeg or ImageFormat.WebP or ImageFormat.Avif;
        var frames = request.Format is ImageFormat.Jpeg or ImageFormat.Bmp or ImageFormat.Avif ? 1 : request.Header.Frames;
        return (Int128)2 * request.Width * request.Height * Math.Max(1, frames) * (isLossy && request.Quality <= 90 ? 2 : 4);
    }
}
