using RabbitMQ.Client;

namespace ImageBatch.RabbitMQ.Receiving;

/// <summary>A message as it came, with its body copied out of the library's memory.</summary>
/// <param name="Tag">The broker's number for the delivery, in the session.</param>
/// <param name="Properties">Its properties.</param>
/// <param name="Body">Its body.</param>
internal sealed record ReceivedMessage(ulong Tag, IReadOnlyBasicProperties Properties, byte[] Body);
