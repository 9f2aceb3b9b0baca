using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ImageBatch.RabbitMQ.Tests;

/// <summary>
/// Queues of a name of their own on the broker that all tests share, and nodes that use them. Making one skips the test where
/// there is no broker.
/// </summary>
internal sealed class TestQueue : IAsyncDisposable
{
    private readonly List<ServiceProvider> _nodes = [];

    public TestQueue() => _ = Server;

    public static RabbitMqServer Server => RabbitMqServer.Shared;

    public string Prefix { get; } = $"test-{Guid.NewGuid():N}";

    public string Images => $"{Prefix}.images";

    public string DeadLetters => $"{Prefix}.dead-letters";

    /// <summary>Another node's queue, on connections of its own.</summary>
    public IJobQueue Open(Action<RabbitMQJobQueueOptions>? configure = null)
    {
        var node = new ServiceCollection()
            .AddImageBatch(batch => batch.UseRabbitMQ(options => Configure(options, configure)))
            .BuildServiceProvider();
        _nodes.Add(node);
        return node.GetRequiredService<IJobQueue>();
    }

    public void Configure(RabbitMQJobQueueOptions options, Action<RabbitMQJobQueueOptions>? configure = null)
    {
        options.Uri = Address(Server.Port);
        options.QueuePrefix = Prefix;
        configure?.Invoke(options);
    }

    public static Uri Address(int port) => new($"amqp://127.0.0.1:{port}");

    /// <summary>Does something to the queues behind the nodes' backs.</summary>
    public static async Task<T> AskAsync<T>(Func<IChannel, Task<T>> ask)
    {
        await using var connection = await new ConnectionFactory { Uri = Address(Server.Port) }.CreateConnectionAsync();
        await using var channel = await connection.CreateChannelAsync(new CreateChannelOptions(true, true));
        return await ask(channel);
    }

    /// <summary>How many messages lie ready in a queue, where it exists; those that are out are not among them.</summary>
    public static async Task<uint> CountAsync(string queue) => (await InspectAsync(queue))?.MessageCount ?? 0;

    /// <summary>How many consumers a queue has, where it exists.</summary>
    public static async Task<uint> ConsumersAsync(string queue) => (await InspectAsync(queue))?.ConsumerCount ?? 0;

    /// <summary>Waits until a node consumes the images.</summary>
    public Task ConsumedAsync() => Eventually.GetAsync(
        async () => await ConsumersAsync(Images) == 1 ? "" : null, "the queue to be consumed");

    private static async Task<QueueDeclareOk?> InspectAsync(string queue)
    {
        try
        {
            return await AskAsync(channel => channel.QueueDeclarePassiveAsync(queue));
        }
        catch (OperationInterruptedException exception) when (exception.ShutdownReason?.ReplyCode == Constants.NotFound)
        {
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        await AskAsync(async channel =>
        {
            await channel.ExchangeDeleteAsync(DeadLetters);
            await channel.QueueDeleteAsync(Images);
            return await channel.QueueDeleteAsync(DeadLetters);
        });
    }
}
