using System.Text;
using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.DeadLetters;

/// <summary>Reads why the broker gave a message up.</summary>
internal static class DeadLetter
{
    /// <summary>The reason of a message that came back from its consumers too often.</summary>
    public const string DeliveryLimit = "delivery_limit";

    /// <summary>The reason of the latest of the message's deaths, in the broker's words; null where it has had none.</summary>
    public static string? Reason(IReadOnlyBasicProperties properties) =>
        properties.Headers is { } headers
        && headers.TryGetValue("x-death", out var deaths) && deaths is IList<object?> and [IDictionary<string, object?> latest, ..]
        && latest.TryGetValue("reason", out var reason) && reason is byte[] text
            ? Encoding.UTF8.GetString(text)
            : null;
}
