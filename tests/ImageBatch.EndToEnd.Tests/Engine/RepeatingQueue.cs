using System.Runtime.CompilerServices;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>A queue that enqueues every key five times and counts what is not yet acknowledged.</summary>
internal sealed class RepeatingQueue : IJobQueue
{
    private IJobQueue _inner = null!;
    private int _out;

    public int Out => Volatile.Read(ref _out);

    public bool IsDurable => false;

    public void Wrap(IServiceCollection services)
    {
        var inner = services.Last(service => service.ServiceType == typeof(IJobQueue));
        services.AddSingleton<IJobQueue>(provider =>
        {
            _inner = (IJobQueue)(inner.ImplementationInstance
                ?? inner.ImplementationFactory?.Invoke(provider)
                ?? ActivatorUtilities.CreateInstance(provider, inner.ImplementationType!));
            return this;
        });
    }

    public async Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default)
    {
        Interlocked.Add(ref _out, keys.Count * 5);
        for (var i = 0; i < 5; i++)
        {
            await _inner.EnqueueAsync(keys, cancellationToken);
        }
    }

    public async IAsyncEnumerable<ImageDelivery> ReceiveAsync(
        int prefetch, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        await foreach (var delivery in _inner.ReceiveAsync(prefetch, cancellationToken))
        {
            yield return new Counted(this, delivery);
        }
    }

    private sealed class Counted(RepeatingQueue queue, ImageDelivery inner) : ImageDelivery(inner.Key)
    {
        public override Task AcknowledgeAsync(CancellationToken cancellationToken = default)
        {
            Interlocked.Decrement(ref queue._out);
            return inner.AcknowledgeAsync(cancellationToken);
        }

        public override Task ReturnAsync(CancellationToken cancellationToken = default) =>
            inner.ReturnAsync(cancellationToken);
    }
}
