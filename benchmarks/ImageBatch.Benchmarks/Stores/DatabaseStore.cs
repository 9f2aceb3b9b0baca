using ImageBatch.EntityFrameworkCore;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>The job store in a PostgreSQL database.</summary>
internal sealed class DatabaseStore : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    private DatabaseStore(ServiceProvider services) => _services = services;

    public IJobStore Jobs => _services.GetRequiredService<IJobStore>();

    public static async Task<DatabaseStore> OpenAsync(string connectionString)
    {
        var services = new ServiceCollection();
        services.AddLogging(logging => logging.ClearProviders());
        services.AddDbContextPool<ImageBatchDbContext>(options => options.UseNpgsql(connectionString));
        services.AddImageBatch(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>().UseInMemory());
        var provider = services.BuildServiceProvider();
        await using var scope = provider.CreateAsyncScope();
        await scope.ServiceProvider.GetRequiredService<ImageBatchDbContext>().CreateTablesAsync();
        return new DatabaseStore(provider);
    }

    /// <summary>Puts the store where the engine looks for one, and an image store that forgets.</summary>
    public void Use(IServiceCollection services)
    {
        services.TryAddSingleton(Jobs);
        services.TryAddSingleton(_services.GetRequiredService<IWebhookOutbox>());
        services.TryAddSingleton(_services.GetRequiredService<IJobLeases>());
        services.TryAddSingleton<IImageStore, DiscardingImageStore>();
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
