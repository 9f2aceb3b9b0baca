using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using ImageBatch.RabbitMQ;
using ImageBatch.RabbitMQ.Connections;
using ImageBatch.RabbitMQ.DeadLetters;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Hands images to the workers of any number of nodes through RabbitMQ.</summary>
public static class RabbitMQImageBatchBuilderExtensions
{
    /// <summary>
    /// Hands images to workers through a quorum queue of a RabbitMQ broker, 3.10 or newer. Replaces the queue that was
    /// there. The host starts also while the broker is away; nodes that neither dispatch nor work never connect to it.
    /// </summary>
    public static IImageBatchBuilder UseRabbitMQ(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        var services = builder.Services;
        services.AddLogging();
        services.TryAddSingleton(TimeProvider.System);
        services.AddOptionsWithValidateOnStart<RabbitMQJobQueueOptions, RabbitMQJobQueueOptionsValidator>();
        services.AddOptionsWithValidateOnStart<RabbitMQJobQueueOptions, BrokerAddressValidator>();
        services.TryAddSingleton<Broker>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEngineHealth, Broker>(
            provider => provider.GetRequiredService<Broker>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DeadLetterService>());
        services.Replace(ServiceDescriptor.Singleton<IJobQueue, RabbitMQJobQueue>());
        return builder;
    }

    /// <inheritdoc cref="UseRabbitMQ(IImageBatchBuilder)"/>
    /// <param name="builder">Where adapters are plugged in.</param>
    /// <param name="configure">Sets the options.</param>
    public static IImageBatchBuilder UseRabbitMQ(this IImageBatchBuilder builder, Action<RabbitMQJobQueueOptions> configure)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(configure);
        builder.Services.Configure(configure);
        return builder.UseRabbitMQ();
    }

    /// <inheritdoc cref="UseRabbitMQ(IImageBatchBuilder)"/>
    /// <param name="builder">Where adapters are plugged in.</param>
    /// <param name="section">The section of the configuration that has the options.</param>
    public static IImageBatchBuilder UseRabbitMQ(this IImageBatchBuilder builder, IConfigurationSection section)
    {
        ArgumentNullException.ThrowIfNull(builder);
        ArgumentNullException.ThrowIfNull(section);
        builder.Services.Configure<RabbitMQJobQueueOptions>(section);
        return builder.UseRabbitMQ();
    }
}
