using ImageBatch.Ports;
using ImageBatch.Recompression;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Compresses JPEG and PNG images in managed code, JPEGs without decoding them to pixels.</summary>
public static class RecompressionImageBatchBuilderExtensions
{
    /// <summary>Adds the codec behind those that were added before; adding it again changes nothing.</summary>
    public static IImageBatchBuilder AddRecompression(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddEnumerable(ServiceDescriptor.Singleton<IImageCodec, RecompressionCodec>(
            services => new RecompressionCodec(services.GetRequiredService<IOptions<RecompressionOptions>>().Value)));
        return builder;
    }

    /// <summary>Adds the codec and changes its options.</summary>
    public static IImageBatchBuilder AddRecompression(
        this IImageBatchBuilder builder, Action<RecompressionOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure(configure);
        return builder.AddRecompression();
    }

    /// <summary>Adds the codec and binds its options to a section of the configuration.</summary>
    public static IImageBatchBuilder AddRecompression(this IImageBatchBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Configure<RecompressionOptions>(section);
        return builder.AddRecompression();
    }
}
