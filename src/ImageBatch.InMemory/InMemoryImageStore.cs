using System.Collections.Concurrent;
using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.InMemory;

/// <summary>Keeps copies of the outputs in dictionaries, one a job.</summary>
internal sealed class InMemoryImageStore : IImageStore
{
    private readonly ConcurrentDictionary<JobId, ConcurrentDictionary<string, byte[]>> _jobs = new();

    public Task SaveAsync(OutputKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        var outputs = _jobs.GetOrAdd(key.Job, static _ => new(StringComparer.Ordinal));
        if (!outputs.ContainsKey(key.Name))
        {
            outputs.TryAdd(key.Name, content.ToArray());
        }

        return Task.CompletedTask;
    }

    public Task<StoredImage?> OpenAsync(OutputKey key, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled<StoredImage?>(cancellationToken);
        }

        var image = _jobs.TryGetValue(key.Job, out var outputs) && outputs.TryGetValue(key.Name, out var content)
            ? new StoredImage(new MemoryStream(content, writable: false), content.Length)
            : null;
        return Task.FromResult(image);
    }

    public Task DeleteJobAsync(JobId jobId, CancellationToken cancellationToken = default)
    {
        if (cancellationToken.IsCancellationRequested)
        {
            return Task.FromCanceled(cancellationToken);
        }

        _jobs.TryRemove(jobId, out _);
        return Task.CompletedTask;
    }

    public Uri? GetPublicUrl(OutputKey key) => null;
}
