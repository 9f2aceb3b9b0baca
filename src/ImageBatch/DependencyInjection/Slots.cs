using ImageBatch.Ports;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>
/// Holds the place of each port that an adapter has to fill, so that an empty one says what fills it instead of
/// failing somewhere inside the container.
/// </summary>
internal static class Slots
{
    private static readonly ServiceDescriptor[] Empty =
    [
        Placeholder<IJobStore>(
            "UseFileSystemJobs() of ImageBatch.FileSystem, UseEntityFrameworkCore<TContext>() of "
            + "ImageBatch.EntityFrameworkCore or UseInMemoryJobs() of ImageBatch.InMemory"),
        Placeholder<IWebhookOutbox>("the registration that fills IJobStore, such as UseFileSystemJobs() of ImageBatch.FileSystem"),
        Placeholder<IJobQueue>("UseInMemoryQueue() of ImageBatch.InMemory or UseRabbitMQ() of ImageBatch.RabbitMQ"),
        Placeholder<IImageStore>(
            "UseFileSystemImages() of ImageBatch.FileSystem or UseInMemoryImages() of ImageBatch.InMemory"),
    ];

    /// <summary>Takes the places away while adapters are plugged in, so that they see which slots are empty.</summary>
    public static void Open(IServiceCollection services)
    {
        foreach (var descriptor in Empty)
        {
            services.Remove(descriptor);
        }
    }

    public static void Close(IServiceCollection services)
    {
        foreach (var descriptor in Empty)
        {
            if (services.All(other => other.ServiceType != descriptor.ServiceType))
            {
                services.Add(descriptor);
            }
        }
    }

    private static ServiceDescriptor Placeholder<TPort>(string filledBy)
        where TPort : class
        => ServiceDescriptor.Singleton<TPort>(_ => throw new InvalidOperationException(
            $"ImageBatch has no {typeof(TPort).Name}. Inside AddImageBatch(batch => …) call {filledBy}."));
}
