namespace ImageBatch.SampleHost.Configuration;

/// <summary>The queues that this host knows.</summary>
internal static class Queues
{
    public const string InMemory = "InMemory";
    public const string RabbitMQ = "RabbitMQ";

    public static IImageBatchBuilder UseQueue(this IImageBatchBuilder batch, HostSettings settings, IConfigurationSection section)
    {
        if (HostSettings.Is(settings.Queue, InMemory))
        {
            return batch.UseInMemoryQueue();
        }

        return HostSettings.Is(settings.Queue, RabbitMQ)
            ? batch.UseRabbitMQ(section.GetSection(RabbitMQ))
            : throw HostSettings.Unknown("Queue", settings.Queue, InMemory, RabbitMQ);
    }
}
