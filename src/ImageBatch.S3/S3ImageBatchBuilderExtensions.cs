using ImageBatch.Ports;
using ImageBatch.S3;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps outputs on S3, or on storage that is compatible with it.</summary>
public static class S3ImageBatchBuilderExtensions
{
    /// <summary>
    /// Keeps outputs in the bucket that <see cref="S3ImageStoreOptions"/> name, which are configured elsewhere. Replaces
    /// the image store that was there.
    /// </summary>
    public static IImageBatchBuilder UseS3Images(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<S3ImageStoreOptions, S3ImageStoreOptionsValidator>();
        services.AddOptionsWithValidateOnStart<S3ImageStoreOptions, S3SettingsValidator>();
        services.Replace(ServiceDescriptor.Singleton<IImageStore, S3ImageStore>());
        return builder;
    }

    /// <summary>Keeps outputs in a bucket. Replaces the image store that was there.</summary>
    public static IImageBatchBuilder UseS3Images(this IImageBatchBuilder builder, Action<S3ImageStoreOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder.UseS3Images();
    }

    /// <summary>Keeps outputs in a bucket that the configuration names. Replaces the image store that was there.</summary>
    public static IImageBatchBuilder UseS3Images(this IImageBatchBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.Configure<S3ImageStoreOptions>(section);
        return builder.UseS3Images();
    }
}
