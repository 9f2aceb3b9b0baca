namespace ImageBatch.SampleHost.Configuration;

/// <summary>The queues that this host knows.</summary>
internal static class Queues
{
    public const string InMemory = "InMemory";

    public static IImageBatchBuilder UseQueue(this IImageBatchBuilder batch, HostSettings settings) =>
        HostSettings.Is(settings.Queue, InMemory)
            ? batch.UseInMemoryQueue()
            : throw HostSettings.Unknown("Queue", settings.Queue, InMemory);
}
