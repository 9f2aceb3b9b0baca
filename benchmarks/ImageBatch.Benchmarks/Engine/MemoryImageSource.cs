using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Engine;

/// <summary>Answers every URL with the same file out of memory.</summary>
internal sealed class MemoryImageSource(byte[] file) : IImageSource
{
    public async Task DownloadAsync(Uri uri, IDownloadBuffer buffer, CancellationToken cancellationToken)
    {
        var memory = await buffer.ReserveAsync(file.Length, cancellationToken);
        file.CopyTo(memory);
        buffer.Complete(file.Length);
    }
}
