using System.Buffers;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Contenders;

/// <summary>A codec behind the library's own port.</summary>
internal sealed class CodecContender(string name, IImageCodec codec, CompressionOptions options) : IContender
{
    private readonly ArrayBufferWriter<byte> _output = new();

    public string Name => name;

    public ReadOnlySpan<byte> Output => _output.WrittenSpan;

    public void Compress(byte[] input)
    {
        // Clear() would also zero the memory, which no caller needs.
        _output.ResetWrittenCount();
        codec.Compress(input, options, _output, CancellationToken.None);
    }

    public void Dispose() => (codec as IDisposable)?.Dispose();
}
