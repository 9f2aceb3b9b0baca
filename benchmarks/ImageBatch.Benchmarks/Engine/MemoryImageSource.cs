using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Engine;

/// <summary>Answers every URL with the same file out of memory.</summary>
internal sealed class MemoryImageSource(byte[] file) : IImageSource
{
    public async Task DownloadAsync(Uri uri, IDownloadBuffer buffer, CancellationToken cancellationToken)
    {
        buffer.Expect(file.Length);
        for (var rest = file.AsMemory(); rest.Length > 0;)
        {
            var memory = await buffer.GetMemoryAsync(cancellationToken);
            var count = Math.Min(memory.Length, rest.Length);
            rest[..count].CopyTo(memory);
            buffer.Advance(count);
            rest = rest[count..];
        }

        buffer.Complete();
    }
}
