using ImageBatch;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds ImageBatch to a host.</summary>
public static class ImageBatchServiceCollectionExtensions
{
    /// <summary>
    /// Adds what every node needs. A slot that no adapter fills (job store, queue, image store) fails at start with a
    /// message that names the packages that fill it. Calling it again adds to the first call.
    /// </summary>
    /// <param name="services">The host's services.</param>
    /// <param name="configure">Plugs in the adapters.</param>
    public static IServiceCollection AddImageBatch(
        this IServiceCollection services, Action<IImageBatchBuilder> configure)
    {
        ArgumentNullException.ThrowIfNull(services);
        ArgumentNullException.ThrowIfNull(configure);
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptions<ImageBatchOptions>().ValidateOnStart();
        services.TryAddEnumerable(
            ServiceDescriptor.Singleton<IValidateOptions<ImageBatchOptions>, ImageBatchOptionsValidator>());
        configure(new ImageBatchBuilder(services));
        return services;
    }

    /// <summary>Adds the work in the background. Left out on nodes that only take uploads.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="roles">What the node does; all by default.</param>
    public static IServiceCollection AddImageBatchWorker(
        this IServiceCollection services, ImageBatchRoles roles = ImageBatchRoles.All)
    {
        ArgumentNullException.ThrowIfNull(services);
        return services;
    }
}
