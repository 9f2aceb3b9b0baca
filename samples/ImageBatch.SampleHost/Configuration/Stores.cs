namespace ImageBatch.SampleHost.Configuration;

/// <summary>The job stores that this host knows.</summary>
internal static class Stores
{
    public const string FileSystem = "FileSystem";
    public const string InMemory = "InMemory";

    public static IImageBatchBuilder UseStore(this IImageBatchBuilder batch, HostSettings settings)
    {
        if (HostSettings.Is(settings.Store, FileSystem))
        {
            return batch.UseFileSystemJobs(store => store.RootPath = settings.DataPath);
        }

        return HostSettings.Is(settings.Store, InMemory)
            ? batch.UseInMemoryJobs()
            : throw HostSettings.Unknown("Store", settings.Store, FileSystem, InMemory);
    }
}
