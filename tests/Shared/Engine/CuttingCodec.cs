using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Testing;

/// <summary>Keeps the first hundred bytes of anything.</summary>
internal sealed class CuttingCodec : IImageCodec
{
    public string Name => "Cutting";

    public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) => CodecAnswer.Yes(0);

    public CompressedImage Compress(
        ReadOnlyMemory<byte> input, CompressionOptions options, IBufferWriter<byte> output, CancellationToken cancellationToken)
    {
        output.Write(input.Span[..100]);
        return new CompressedImage(ImageFormat.Bmp, Unchanged: false);
    }
}
