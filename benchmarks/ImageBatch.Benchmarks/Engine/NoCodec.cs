using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Engine;

/// <summary>Does nothing but hand out the first bytes of its input: what is left to measure is the engine.</summary>
internal sealed class NoCodec : IImageCodec
{
    private const int OutputLength = 64;

    public string Name => "None";

    public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) => CodecAnswer.Yes(0);

    public CompressedImage Compress(
        ReadOnlyMemory<byte> input,
        CompressionOptions options,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        output.Write(input.Span[..Math.Min(OutputLength, input.Length)]);
        return new CompressedImage(ImageFormat.Jpeg, Unchanged: false);
    }
}
