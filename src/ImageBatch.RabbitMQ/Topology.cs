using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ;

/// <summary>
/// What is declared at the broker: a queue of images, and an exchange and a queue for the messages that it gives up.
/// Declaring what is there changes nothing, and fails where it differs.
/// </summary>
internal sealed class Topology(RabbitMQJobQueueOptions options)
{
    /// <summary>The queue of images, which the default exchange routes to by its name.</summary>
    public string Images { get; } = $"{options.QueuePrefix}.images";

    /// <summary>The queue of what was given up, and the exchange before it.</summary>
    public string DeadLetters { get; } = $"{options.QueuePrefix}.dead-letters";

    public async Task DeclareAsync(IChannel channel, CancellationToken cancellationToken)
    {
        await channel.ExchangeDeclareAsync(
            DeadLetters, ExchangeType.Fanout, durable: true, autoDelete: false, cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        await DeclareQueueAsync(channel, DeadLetters, DeadLetterArguments(), cancellationToken).ConfigureAwait(false);
        await channel.QueueBindAsync(DeadLetters, DeadLetters, routingKey: "", cancellationToken: cancellationToken)
            .ConfigureAwait(false);
        await DeclareQueueAsync(channel, Images, ImageArguments(), cancellationToken).ConfigureAwait(false);
    }

    private static Task<QueueDeclareOk> DeclareQueueAsync(
        IChannel channel, string name, Dictionary<string, object?> arguments, CancellationToken cancellationToken) =>
        channel.QueueDeclareAsync(
            name, durable: true, exclusive: false, autoDelete: false, arguments, cancellationToken: cancellationToken);

    private Dictionary<string, object?> ImageArguments() => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = options.DeliveryLimit,
        ["x-dead-letter-exchange"] = DeadLetters,

        // The queue keeps what it gives up until the dead letters have confirmed it; that demands of it to refuse what is
        // beyond a length, if a policy sets one, instead of dropping it.
        ["x-dead-letter-strategy"] = "at-least-once",
        ["x-overflow"] = "reject-publish",
    };

    /// <summary>Nothing lies behind the dead letters, so none is ever given up; from version 4.0 on brokers do that by default.</summary>
    private static Dictionary<string, object?> DeadLetterArguments() => new()
    {
        ["x-queue-type"] = "quorum",
        ["x-delivery-limit"] = int.MaxValue,
    };
}
