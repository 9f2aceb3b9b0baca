using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Recompression;

/// <summary>Recompresses the images of one format one after another, on one thread at a time.</summary>
internal interface IRecompressor
{
    /// <summary>Does what <see cref="IImageCodec.Compress"/> promises, and writes nothing before all is read.</summary>
    CompressedImage Recompress(
        ReadOnlyMemory<byte> file,
        CompressionOptions options,
        RecompressionOptions settings,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken);

    /// <summary>Gives rented memory back and forgets the image, whether or not it succeeded.</summary>
    void Reset();
}
