using ImageBatch.Magick;
using ImageBatch.Ports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Compresses, scales and converts images with Magick.NET.</summary>
public static class MagickImageBatchBuilderExtensions
{
    /// <summary>Adds the codec behind those that were added before; adding it again changes nothing.</summary>
    public static IImageBatchBuilder AddMagick(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.AddOptionsWithValidateOnStart<MagickOptions, MagickOptionsValidator>();
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IImageCodec, MagickCodec>(
            services => new MagickCodec(services.GetRequiredService<IOptions<MagickOptions>>().Value)));
        return builder;
    }

    /// <summary>Adds the codec and changes its options.</summary>
    public static IImageBatchBuilder AddMagick(this IImageBatchBuilder builder, Action<MagickOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder.AddMagick();
    }

    /// <summary>Adds the codec and binds its options to a section of the configuration.</summary>
    public static IImageBatchBuilder AddMagick(this IImageBatchBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<MagickOptions>(section);
        return builder.AddMagick();
    }
}
