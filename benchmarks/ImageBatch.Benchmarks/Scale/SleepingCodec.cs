using System.Buffers;
using ImageBatch.Benchmarks.Engine;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Scale;

/// <summary>Takes its time and no processor: what is left to measure is how many work at once.</summary>
internal sealed class SleepingCodec : IImageCodec
{
    public static readonly TimeSpan Time = TimeSpan.FromMilliseconds(200);

    private readonly NoCodec _inner = new();

    public string Name => "Sleeping";

    public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) => CodecAnswer.Yes(0);

    public CompressedImage Compress(
        ReadOnlyMemory<byte> input,
        CompressionOptions options,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        cancellationToken.WaitHandle.WaitOne(Time);
        cancellationToken.ThrowIfCancellationRequested();
        return _inner.Compress(input, options, output, cancellationToken);
    }
}
