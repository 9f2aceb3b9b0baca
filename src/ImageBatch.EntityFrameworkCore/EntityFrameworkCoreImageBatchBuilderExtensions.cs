using ImageBatch.EntityFrameworkCore;
using ImageBatch.EntityFrameworkCore.Uploads;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps jobs in the host's relational database.</summary>
public static class EntityFrameworkCoreImageBatchBuilderExtensions
{
    /// <summary>
    /// Keeps jobs, and the webhooks that announce them, in the database of a context that the host has registered.
    /// Several nodes may share it. Replaces the job store that was there.
    /// </summary>
    /// <typeparam name="TContext">
    /// <see cref="ImageBatchDbContext"/>, or a context of the host whose model has the tables
    /// (<see cref="ImageBatchModelBuilderExtensions.UseImageBatch"/>).
    /// </typeparam>
    public static IImageBatchBuilder UseEntityFrameworkCore<TContext>(this IImageBatchBuilder builder)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<EntityFrameworkCoreOptions, EntityFrameworkCoreOptionsValidator>();
        services.Replace(ServiceDescriptor.Singleton(provider => new Database(
            provider.GetRequiredService<IServiceScopeFactory>(),
            typeof(TContext),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<ILogger<Database>>())));
        services.TryAddSingleton<UploadStage>();
        services.TryAddSingleton<EntityFrameworkCoreJobStore>();
        services.Replace(ServiceDescriptor.Singleton<IJobStore>(Jobs));
        services.Replace(ServiceDescriptor.Singleton<IWebhookOutbox>(Jobs));
        services.Replace(ServiceDescriptor.Singleton<IJobLeases>(Jobs));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, TablesCheck>());
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, UploadCleaner>());
        if (typeof(TContext) == typeof(ImageBatchDbContext))
        {
            services.ConfigureDbContext<ImageBatchDbContext>(QuietEvents.Configure);
        }

        return builder;
    }

    /// <inheritdoc cref="UseEntityFrameworkCore{TContext}(IImageBatchBuilder)"/>
    /// <param name="builder">Where adapters are plugged in.</param>
    /// <param name="configure">Sets the options.</param>
    public static IImageBatchBuilder UseEntityFrameworkCore<TContext>(
        this IImageBatchBuilder builder, Action<EntityFrameworkCoreOptions> configure)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder.UseEntityFrameworkCore<TContext>();
    }

    /// <inheritdoc cref="UseEntityFrameworkCore{TContext}(IImageBatchBuilder)"/>
    /// <param name="builder">Where adapters are plugged in.</param>
    /// <param name="section">The section of the configuration that has the options.</param>
    public static IImageBatchBuilder UseEntityFrameworkCore<TContext>(
        this IImageBatchBuilder builder, IConfigurationSection section)
        where TContext : DbContext
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.Configure<EntityFrameworkCoreOptions>(section);
        return builder.UseEntityFrameworkCore<TContext>();
    }

    private static EntityFrameworkCoreJobStore Jobs(IServiceProvider services) =>
        services.GetRequiredService<EntityFrameworkCoreJobStore>();
}
