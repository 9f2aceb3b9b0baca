using ImageBatch.ImageSharp;
using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Compresses, scales and converts images with SixLabors.ImageSharp.</summary>
public static class ImageSharpImageBatchBuilderExtensions
{
    /// <summary>Adds the codec behind those that were added before; adding it again changes nothing.</summary>
    public static IImageBatchBuilder AddImageSharp(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptionsWithValidateOnStart<ImageSharpOptions, ImageSharpOptionsValidator>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IImageCodec, ImageSharpCodec>(
            services => new ImageSharpCodec(services.GetRequiredService<IOptions<ImageSharpOptions>>().Value)));
        return builder;
    }

    /// <summary>Adds the codec and changes its options.</summary>
    public static IImageBatchBuilder AddImageSharp(this IImageBatchBuilder builder, Action<ImageSharpOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder.AddImageSharp();
    }

    /// <summary>Adds the codec and binds its options to a section of the configuration.</summary>
    public static IImageBatchBuilder AddImageSharp(this IImageBatchBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<ImageSharpOptions>(section);
        return builder.AddImageSharp();
    }
}
