namespace ImageBatch.SampleHost.Configuration;

/// <summary>The image stores that this host knows.</summary>
internal static class ImageStores
{
    public const string FileSystem = "FileSystem";
    public const string InMemory = "InMemory";
    public const string S3 = "S3";

    public static IImageBatchBuilder UseImages(
        this IImageBatchBuilder batch, HostSettings settings, IConfigurationSection section)
    {
        if (HostSettings.Is(settings.Images, FileSystem))
        {
            return batch.UseFileSystemImages(store => store.RootPath = settings.DataPath);
        }

        if (HostSettings.Is(settings.Images, InMemory))
        {
            return batch.UseInMemoryImages();
        }

        return HostSettings.Is(settings.Images, S3)
            ? batch.UseS3Images(section.GetSection(S3))
            : throw HostSettings.Unknown("Images", settings.Images, FileSystem, InMemory, S3);
    }
}
