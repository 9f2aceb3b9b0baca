using ImageBatch.FileSystem;
using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps outputs in a folder.</summary>
public static class FileSystemImageBatchBuilderExtensions
{
    /// <summary>Keeps outputs in the folder <c>data/images</c>. Replaces the image store that was there.</summary>
    public static IImageBatchBuilder UseFileSystemImages(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddOptions(builder.Services);
        builder.Services.Replace(ServiceDescriptor.Singleton<IImageStore, FileSystemImageStore>());
        return builder;
    }

    /// <summary>Keeps outputs in a folder. Replaces the image store that was there.</summary>
    public static IImageBatchBuilder UseFileSystemImages(
        this IImageBatchBuilder builder, Action<FileSystemOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder.UseFileSystemImages();
    }

    /// <summary>Keeps outputs in a folder that the configuration names. Replaces the image store that was there.</summary>
    public static IImageBatchBuilder UseFileSystemImages(
        this IImageBatchBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.Configure<FileSystemOptions>(section);
        return builder.UseFileSystemImages();
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<FileSystemOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<FileSystemOptions>, FileSystemOptionsValidator>());
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<FileSystemOptions>, PublicBaseUrlValidator>());
    }
}
