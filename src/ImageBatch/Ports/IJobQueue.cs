using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>
/// Brings image keys from the dispatcher to workers, each at least once and in no order that anyone may rely on.
/// The queue holds keys only: what is true of an image stands in the job store.
/// </summary>
/// <remarks>
/// <para>Thread-safe. A key may be enqueued any number of times; each is a delivery of its own.</para>
/// <para>Readiness: a queue that can be out of reach says so. It is an <see cref="IStoreProbe"/> as well, or registers an
/// <see cref="Diagnostics.IEngineHealth"/> of the part <see cref="Diagnostics.EngineParts.Queue"/>, which suits one that knows the state of
/// its connection. Of a queue that does neither, readiness says that it is unknown.</para>
/// </remarks>
public interface IJobQueue
{
    /// <summary>Whether what is enqueued survives a restart of the process.</summary>
    bool IsDurable { get; }

    /// <summary>Enqueues keys. When it returns, the queue is answerable for them.</summary>
    /// <exception cref="Exception">The queue cannot be reached; any number of the keys may be enqueued.</exception>
    Task EnqueueAsync(IReadOnlyCollection<ImageKey> keys, CancellationToken cancellationToken = default);

    /// <summary>
    /// Hands out deliveries until cancelled, which ends the enumeration quietly or with
    /// <see cref="OperationCanceledException"/>. Deliveries that are neither acknowledged nor returned when it ends go
    /// back to the queue; ending one of them afterwards does nothing.
    /// </summary>
    /// <param name="prefetch">How many deliveries may be out at once with this receiver, at least 1.</param>
    /// <param name="cancellationToken">Ends the receiving.</param>
    IAsyncEnumerable<ImageDelivery> ReceiveAsync(int prefetch, CancellationToken cancellationToken = default);
}
