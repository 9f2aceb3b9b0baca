namespace ImageBatch.SampleHost.Configuration;

/// <summary>The job stores that this host knows.</summary>
internal static class Stores
{
    public const string InMemory = "InMemory";

    public static IImageBatchBuilder UseStore(this IImageBatchBuilder batch, HostSettings settings) =>
        HostSettings.Is(settings.Store, InMemory)
            ? batch.UseInMemoryJobs()
            : throw HostSettings.Unknown("Store", settings.Store, InMemory);
}
