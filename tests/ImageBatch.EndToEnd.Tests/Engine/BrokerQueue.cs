using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>A queue of its own on the tests' broker.</summary>
internal static class BrokerQueue
{
    /// <summary>What gives it to a node; the same to each. Skips the test where there is no broker.</summary>
    public static Action<IServiceCollection> AddTo()
    {
        var port = RabbitMqServer.Shared.Port;
        var prefix = $"test-{Guid.NewGuid():N}";
        return services => services.AddImageBatch(batch => batch.UseRabbitMQ(broker =>
        {
            broker.Uri = new Uri($"amqp://127.0.0.1:{port}");
            broker.QueuePrefix = prefix;
        }));
    }
}
