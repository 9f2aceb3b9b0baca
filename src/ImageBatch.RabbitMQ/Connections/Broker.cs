using ImageBatch.Diagnostics;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.RabbitMQ.Connections;

/// <summary>
/// The broker as a node uses it: a connection to publish and one to receive, since a broker that is short of memory or
/// disk stops reading what publishers send, acknowledgements among it. Nodes that do neither open none.
/// </summary>
internal sealed class Broker(
    IOptions<RabbitMQJobQueueOptions> options, TimeProvider time, Outages outages, ILogger<Broker> logger) : IEngineHealth, IAsyncDisposable
{
    private readonly TaskCompletionSource _used = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public RabbitMQJobQueueOptions Options { get; } = options.Value;

    public Topology Topology { get; } = new(options.Value);

    public BrokerConnection Publishing { get; } = new("publishing", options.Value, time, outages, logger);

    public BrokerConnection Receiving { get; } = new("receiving", options.Value, time, outages, logger);

    /// <summary>Writes down that the broker, or the store behind it, is away.</summary>
    public Outages Outages => outages;

    /// <summary>Completes when the node uses the queue for the first time.</summary>
    public Task Used => _used.Task;

    /// <inheritdoc/>
    public string Part => EngineParts.Queue;

    /// <inheritdoc/>
    public string? Problem => Publishing.Problem ?? Receiving.Problem ?? Topology.Problem;

    public void SetUsed() => _used.TrySetResult();

    public async ValueTask DisposeAsync()
    {
        await Publishing.DisposeAsync().ConfigureAwait(false);
        await Receiving.DisposeAsync().ConfigureAwait(false);
        Topology.Dispose();
    }
}
