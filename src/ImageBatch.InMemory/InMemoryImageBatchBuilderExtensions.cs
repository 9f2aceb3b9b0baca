using ImageBatch.InMemory;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Keeps jobs, queue and outputs in the memory of the process: for tests and a first run.</summary>
public static class InMemoryImageBatchBuilderExtensions
{
    /// <summary>Fills the slots that are still empty: jobs, queue and images.</summary>
    public static IImageBatchBuilder UseInMemory(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        if (builder.IsSlotEmpty<IJobStore>())
        {
            builder.UseInMemoryJobs();
        }

        if (builder.IsSlotEmpty<IJobQueue>())
        {
            builder.UseInMemoryQueue();
        }

        if (builder.IsSlotEmpty<IImageStore>())
        {
            builder.UseInMemoryImages();
        }

        return builder;
    }

    /// <summary>Keeps jobs, and the webhooks that announce them, in memory. Replaces the job store that was there.</summary>
    public static IImageBatchBuilder UseInMemoryJobs(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.TryAddSingleton<InMemoryJobStore>();
        builder.Services.Replace(ServiceDescriptor.Singleton<IJobStore>(Jobs));
        builder.Services.Replace(ServiceDescriptor.Singleton<IWebhookOutbox>(Jobs));

        // Leases belong to the store that is replaced; in one process there is nobody to share jobs with.
        builder.Services.RemoveAll<IJobLeases>();
        return builder;
    }

    /// <summary>Hands images to the workers of this process through memory. Replaces the queue that was there.</summary>
    public static IImageBatchBuilder UseInMemoryQueue(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IJobQueue, InMemoryJobQueue>());
        return builder;
    }

    /// <summary>Keeps outputs in memory. Replaces the image store that was there.</summary>
    public static IImageBatchBuilder UseInMemoryImages(this IImageBatchBuilder builder)
    {
        ArgumentNullException.ThrowIfNull(builder);
        builder.Services.Replace(ServiceDescriptor.Singleton<IImageStore, InMemoryImageStore>());
        return builder;
    }

    private static InMemoryJobStore Jobs(IServiceProvider services) => services.GetRequiredService<InMemoryJobStore>();
}
