using System.Reflection;
using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.Connections;

/// <summary>Turns options into the client library's factory of connections.</summary>
internal static class ConnectionFactories
{
    private static readonly string Version =
        typeof(ConnectionFactories).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "";

    public static ConnectionFactory Create(RabbitMQJobQueueOptions options)
    {
        var factory = new ConnectionFactory
        {
            Uri = options.Uri,
            RequestedHeartbeat = options.Heartbeat,
            RequestedConnectionTimeout = options.ConnectTimeout,
            HandshakeContinuationTimeout = options.ConnectTimeout,
            ContinuationTimeout = options.ConnectTimeout,

            // What is lost is opened anew by those who need it, with its topology: a channel that was recovered behind
            // their back would leave them with delivery tags and confirms of a channel that is no more.
            AutomaticRecoveryEnabled = false,
            TopologyRecoveryEnabled = false,
        };
        factory.UserName = options.UserName ?? factory.UserName;
        factory.Password = options.Password ?? factory.Password;
        factory.VirtualHost = options.VirtualHost ?? factory.VirtualHost;
        factory.ClientProperties["product"] = "ImageBatch";
        factory.ClientProperties["version"] = Version;
        return factory;
    }
}
