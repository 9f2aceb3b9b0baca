using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>Stores and a queue that several nodes of one test share, as servers would be, and what goes through the queue.</summary>
internal sealed class SharedPorts : IJobQueue, IAsyncDisposable
{
    private readonly ServiceProvider _ports;
    private int _receivers;

    public SharedPorts() => _ports = new ServiceCollection().AddImageBatch(batch => batch.UseInMemory()).BuildServiceProvider();

    public IJobStore Jobs => _ports.GetRequiredService<IJobStore>();

    public ConcurrentQueue<ImageKey> Enqueued { get; } = new();

    public int Receivers => Volatile.Read(ref _receivers);

    public bool IsDurable => true;

    private IJobQueue Queue => _ports.GetRequiredService<IJobQueue>();

    /// <summary>Gives them to a node, which leaves them alone when it ends.</summary>
    public void AddTo(IServiceCollection services) => services
        .Replace(ServiceDescriptor.Singleton(Jobs))
        .Replace(ServiceDescriptor.Singleton(_ports.GetRequiredService<IWebhookOutbox>()))
        .Replace(ServiceDescriptor.Singleton(_ports.GetRequiredService<IImageStore>()))
        .Replace(ServiceDescriptor.Singleton<IJobQueue>(this));

    public Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        foreach (var key in keys)
        {
            Enqueued.Enqueue(key);
        }

        return Queue.EnqueueAsync(keys, cancellationToken);
    }

    public async IAsyncEnumerable<ImageDelivery> ReceiveAsync(
        int prefetch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        Interlocked.Increment(ref _receivers);
        await foreach (var delivery in Queue.ReceiveAsync(prefetch, cancellationToken))
        {
            yield return delivery;
        }
    }

    public ValueTask DisposeAsync() => _ports.DisposeAsync();
}
