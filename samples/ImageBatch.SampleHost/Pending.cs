// Stand-ins for the adapters' own methods until these land; then this file goes.
namespace Microsoft.Extensions.DependencyInjection;

internal sealed class FileSystemOptions
{
    public string RootPath { get; set; } = "";
}

internal static class Pending
{
    public static IImageBatchBuilder UseInMemoryJobs(this IImageBatchBuilder batch) => batch;

    public static IImageBatchBuilder UseInMemoryQueue(this IImageBatchBuilder batch) => batch;

    public static IImageBatchBuilder UseInMemoryImages(this IImageBatchBuilder batch) => batch;

    public static IImageBatchBuilder AddRecompression(this IImageBatchBuilder batch) => batch;

    public static IImageBatchBuilder UseFileSystemImages(this IImageBatchBuilder batch, Action<FileSystemOptions> configure)
    {
        configure(new FileSystemOptions());
        return batch;
    }
}
