using ImageBatch;
using ImageBatch.Client;
using ImageBatch.Completion;
using ImageBatch.Diagnostics;
using ImageBatch.Dispatch;
using ImageBatch.Http;
using ImageBatch.Http.Addresses;
using ImageBatch.Ports;
using ImageBatch.Processing;
using ImageBatch.Retention;
using ImageBatch.Signals;
using ImageBatch.Submission;
using ImageBatch.Webhooks;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
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
        services.AddLogging();
        services.AddMetrics();
        services.TryAddSingleton<EngineMetrics>();
        services.TryAddSingleton<Outages>();
        services.AddOptionsWithValidateOnStart<ImageBatchOptions, ImageBatchOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ImageBatchOptions, RetentionValidator>();
        services.AddOptionsWithValidateOnStart<ImageBatchOptions, HttpOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ImageBatchOptions, WebhookOptionsValidator>();
        services.AddOptionsWithValidateOnStart<ImageBatchOptions, SignedUrlOptionsValidator>();
        services.TryAddSingleton<EngineSignals>();
        services.TryAddSingleton<UploadPlaces>();
        services.TryAddSingleton<SubmissionStage>();
        services.TryAddSingleton<JobDeletion>();
        services.TryAddSingleton<UrlSigner>();
        services.TryAddSingleton<OutputUrls>();
        services.TryAddSingleton<WebhookBodies>();
        services.TryAddSingleton<IImageBatchClient, ImageBatchClient>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, StartCheck>());
        Slots.Open(services);
        configure(new ImageBatchBuilder(services));
        Slots.Close(services);
        return services;
    }

    /// <summary>Adds the work in the background. Left out on nodes that only take uploads.</summary>
    /// <param name="services">The host's services.</param>
    /// <param name="roles">What the node does; all by default.</param>
    public static IServiceCollection AddImageBatchWorker(
        this IServiceCollection services, ImageBatchRoles roles = ImageBatchRoles.All)
    {
        ArgumentNullException.ThrowIfNull(services);
        services.TryAddSingleton<INetwork, SystemNetwork>();
        services.TryAddSingleton<OutboundHandlerFactory>();

        // Hosted services stop in the reverse order: results are saved until nobody makes any more.
        if (roles.HasFlag(ImageBatchRoles.Worker))
        {
            AddProcessing(services);
        }

        if (roles.HasFlag(ImageBatchRoles.Dispatcher))
        {
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, DispatchService>());
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, RetentionService>());
        }

        if (roles.HasFlag(ImageBatchRoles.Webhooks))
        {
            AddOutboundClient(services, OutboundHandlerFactory.Webhooks);
            services.TryAddSingleton<IWebhookNotifier, HttpWebhookNotifier>();
            services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, WebhookService>());
        }

        return services;
    }

    private static void AddProcessing(IServiceCollection services)
    {
        AddOutboundClient(services, OutboundHandlerFactory.Downloads);
        services.TryAddSingleton<AddressPlaces>();
        services.TryAddSingleton<IImageSource, HttpImageSource>();
        services.TryAddSingleton<ByteBudget>();
        services.TryAddSingleton<IdleMemory>();
        services.TryAddSingleton<DownloadTurns>();
        services.TryAddSingleton<CompressionTurns>();
        services.TryAddSingleton<Downloader>();
        services.TryAddSingleton<CodecSet>();
        services.TryAddSingleton<Compressor>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IEngineHealth, Compressor>(
            provider => provider.GetRequiredService<Compressor>()));
        services.TryAddSingleton<SuspectGate>();
        services.TryAddSingleton<ImageProcessor>();
        services.TryAddSingleton<ResultRecorder>();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ResultRecorder>(
            provider => provider.GetRequiredService<ResultRecorder>()));
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IHostedService, ProcessingService>());
    }

    private static void AddOutboundClient(IServiceCollection services, string name) => services
        .AddHttpClient(name, (provider, client) =>
        {
            // Deadlines are the callers', step by step.
            client.Timeout = Timeout.InfiniteTimeSpan;
            client.DefaultRequestHeaders.TryAddWithoutValidation(OutboundMark.Header, OutboundMark.Value);
            client.DefaultRequestHeaders.UserAgent.ParseAdd(
                provider.GetRequiredService<IOptions<ImageBatchOptions>>().Value.Http.UserAgent);
        })
        .RemoveAllLoggers()
        .ConfigurePrimaryHttpMessageHandler(provider =>
            provider.GetRequiredService<OutboundHandlerFactory>().Create());
}
