using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>Forgets every output, so that a million of them take no memory.</summary>
internal sealed class DiscardingImageStore : IImageStore
{
    public Task SaveAsync(OutputKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
        Task.CompletedTask;

    public Task<StoredImage?> OpenAsync(OutputKey key, CancellationToken cancellationToken = default) =>
        Task.FromResult<StoredImage?>(null);

    public Task DeleteJobAsync(JobId jobId, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Uri? GetPublicUrl(OutputKey key) => null;
}
