using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Takes bitmaps and writes their first half; a hook lets a test look at or break a call.</summary>
internal sealed class HalvingCodec : IImageCodec
{
    public Action<ReadOnlyMemory<byte>, CancellationToken>? OnCompress { get; set; }

    public long WorkingBytes { get; set; }

    public string Name => "Halving";

    public CodecAnswer CanCompress(ImageHeader header, CompressionOptions options) =>
        header.Format == ImageFormat.Bmp ? CodecAnswer.Yes(WorkingBytes) : CodecAnswer.No($"{header.Format}");

    public CompressedImage Compress(
        ReadOnlyMemory<byte> input,
        CompressionOptions options,
        IBufferWriter<byte> output,
        CancellationToken cancellationToken)
    {
        OnCompress?.Invoke(input, cancellationToken);
        output.Write(input.Span[..(input.Length / 2)]);
        return new CompressedImage(ImageFormat.Bmp, Unchanged: false);
    }
}
