using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>An image store whose first saves fail, as those of a full disk do.</summary>
internal sealed class FlakyImageStore(int failures) : IImageStore
{
    private int _failuresLeft = failures;

    public int Saved { get; private set; }

    public void Register(IServiceCollection services) =>
        services.Replace(ServiceDescriptor.Singleton<IImageStore>(this));

    public Task SaveAsync(OutputKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default)
    {
        if (Interlocked.Decrement(ref _failuresLeft) >= 0)
        {
            throw new IOException("No space left on device");
        }

        Saved++;
        return Task.CompletedTask;
    }

    public Task<StoredImage?> OpenAsync(OutputKey key, CancellationToken cancellationToken = default) =>
        Task.FromResult<StoredImage?>(null);

    public Task DeleteJobAsync(JobId jobId, CancellationToken cancellationToken = default) => Task.CompletedTask;

    public Uri? GetPublicUrl(OutputKey key) => new($"https://cdn.test/{key}");
}
