using System.Buffers;
using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>
/// Makes an image smaller. Codecs form an ordered set: the first that can take an image does; one that finds out
/// later that it cannot (<see cref="ImageErrorCodes.ImageUnsupported"/>) passes the image on to the next.
/// </summary>
/// <remarks>
/// Calls are CPU-bound and synchronous, do no I/O, and come from many threads at once on one instance.
/// Results depend on the arguments alone: the same input and options give the same bytes.
/// </remarks>
public interface IImageCodec
{
    /// <summary>The name that messages, logs and metrics use, such as <c>Recompression</c>.</summary>
    string Name { get; }

    /// <summary>Says from the header alone whether the codec takes an image. Never throws.</summary>
    CodecAnswer CanCompress(ImageHeader header, CompressionOptions options);

    /// <summary>Compresses one image.</summary>
    /// <param name="input">The whole file. It is the engine's: valid during the call only, never written to.</param>
    /// <param name="options">What was asked for.</param>
    /// <param name="output">Takes the whole output file; what it holds after an exception is thrown away.</param>
    /// <param name="cancellationToken">Cancelled when the deadline has passed or the engine stops.</param>
    /// <returns>The format of the output, and whether the image came out unchanged.</returns>
    /// <exception cref="ImageException">
    /// The image is <see cref="ImageErrorCodes.ImageUnsupported"/>, <see cref="ImageErrorCodes.ImageCorrupt"/>,
    /// <see cref="ImageErrorCodes.ImageTruncated"/> or <see cref="ImageErrorCodes.ImageTooManyPixels"/>.
    /// Any other exception fails the image with <see cref="ImageErrorCodes.CodecFailed"/>.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; always, where it was so before the call.</exception>
    CompressedImage Compress(
        ReadOnlyMemory<byte> input,
        CompressionOptions options,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken);
}
