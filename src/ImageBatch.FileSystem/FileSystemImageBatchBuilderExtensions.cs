using ImageBatch.FileSystem;
using ImageBatch.FileSystem.Jobs;
using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps jobs and outputs in a folder.</summary>
public static class FileSystemImageBatchBuilderExtensions
{
    /// <summary>Fills the slots that are still empty, jobs and images, with the folder <c>data</c>.</summary>
    public static IImageBatchBuilder UseFileSystem(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.IsSlotEmpty<IJobStore>())
        {
            builder.UseFileSystemJobs();
        }

        if (builder.IsSlotEmpty<IImageStore>())
        {
            builder.UseFileSystemImages();
        }

        return builder;
    }

    /// <summary>Fills the slots that are still empty, jobs and images, with a folder.</summary>
    public static IImageBatchBuilder UseFileSystem(this IImageBatchBuilder builder, Action<FileSystemOptions> configure)
    {
        Configure(builder, configure);
        return builder.UseFileSystem();
    }

    /// <summary>Fills the slots that are still empty, jobs and images, with a folder that the configuration names.</summary>
    public static IImageBatchBuilder UseFileSystem(this IImageBatchBuilder builder, IConfigurationSection section)
    {
        Configure(builder, section);
        return builder.UseFileSystem();
    }

    /// <summary>
    /// Keeps jobs, and the webhooks that announce them, in the folder <c>data/jobs</c>. Replaces the job store that was
    /// there.
    /// </summary>
    public static IImageBatchBuilder UseFileSystemJobs(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        AddOptions(builder.Services);
        builder.Services.TryAddSingleton<FileSystemJobStore>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IJobStore>(Jobs));
        builder.Services.Replace(ServiceDescriptor.Singleton<IWebhookOutbox>(Jobs));

        // Leases belong to the store that is replaced; the folder has one owner, who shares jobs with nobody.
        builder.Services.RemoveAll<IJobLeases>();
        return builder;
    }

    /// <summary>Keeps jobs, and the webhooks that announce them, in a folder. Replaces the job store that was there.</summary>
    public static IImageBatchBuilder UseFileSystemJobs(
        this IImageBatchBuilder builder, Action<FileSystemOptions> configure)
    {
        Configure(builder, configure);
        return builder.UseFileSystemJobs();
    }

    /// <summary>
    /// Keeps jobs, and the webhooks that announce them, in a folder that the configuration names. Replaces the job store
    /// that was there.
    /// </summary>
    public static IImageBatchBuilder UseFileSystemJobs(this IImageBatchBuilder builder, IConfigurationSection section)
    {
        Configure(builder, section);
        return builder.UseFileSystemJobs();
    }

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
        Configure(builder, configure);
        return builder.UseFileSystemImages();
    }

    /// <summary>Keeps outputs in a folder that the configuration names. Replaces the image store that was there.</summary>
    public static IImageBatchBuilder UseFileSystemImages(
        this IImageBatchBuilder builder, IConfigurationSection section)
    {
        Configure(builder, section);
        return builder.UseFileSystemImages();
    }

    private static FileSystemJobStore Jobs(IServiceProvider services) =>
        services.GetRequiredService<FileSystemJobStore>();

    private static void Configure(IImageBatchBuilder builder, Action<FileSystemOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
    }

    private static void Configure(IImageBatchBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.Configure<FileSystemOptions>(section);
    }

    private static void AddOptions(IServiceCollection services)
    {
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<FileSystemOptions, FileSystemOptionsValidator>();
        services.AddOptionsWithValidateOnStart<FileSystemOptions, PublicBaseUrlValidator>();
    }
}
