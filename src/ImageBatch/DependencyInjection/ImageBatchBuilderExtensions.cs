using ImageBatch;
using Microsoft.Extensions.Configuration;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Changes the engine's options, and tells adapters which slots are filled.</summary>
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

    /// <summary>
    /// Whether no adapter has filled the slot of a port yet. For shorthands such as <c>UseInMemory()</c>, which fill
    /// several slots and leave alone what is filled; only inside <c>AddImageBatch(batch =&gt; …)</c>.
    /// </summary>
    /// <typeparam name="TPort">The port, such as <c>IJobStore</c>.</typeparam>
    public static bool IsSlotEmpty<TPort>(this IImageBatchBuilder builder)
        where TPort : class
    {
        ArgumentNullException.ThrowIfNull(builder);
        return builder.Services.All(service => service.ServiceType != typeof(TPort));
    }
}
