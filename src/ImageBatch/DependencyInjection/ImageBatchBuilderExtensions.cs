using ImageBatch;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Changes the engine's options.</summary>
public static class ImageBatchBuilderExtensions
{
    /// <summary>Changes the engine's options.</summary>
    public static IImageBatchBuilder Configure(this IImageBatchBuilder builder, Action<ImageBatchOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder;
    }

    /// <summary>Binds the engine's options to a section of the configuration.</summary>
    public static IImageBatchBuilder Configure(this IImageBatchBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<ImageBatchOptions>(section);
        return builder;
    }
}
