namespace ImageBatch.SampleHost.Configuration;

/// <summary>The image stores that this host knows.</summary>
internal static class ImageStores
{
    public const string FileSystem = "FileSystem";
    public const string InMemory = "InMemory";

    public static IImageBatchBuilder UseImages(this IImageBatchBuilder batch, HostSettings settings)
    {
        if (HostSettings.Is(settings.Images, FileSystem))
        {
            return batch.UseFileSystemImages(store => store.RootPath = settings.DataPath);
        }

        return HostSettings.Is(settings.Images, InMemory)
            ? batch.UseInMemoryImages()
            : throw HostSettings.Unknown("Images", settings.Images, FileSystem, InMemory);
    }
}
