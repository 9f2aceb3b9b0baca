using ImageBatch.EntityFrameworkCore.Saving;
using ImageBatch.EntityFrameworkCore.Uploads;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Abstractions;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>One node of several: services of its own on a database that it may share.</summary>
internal sealed class TestNode : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public TestNode(
        TestDatabase database,
        TimeProvider time,
        bool isPortable = false,
        Action<DbContextOptionsBuilder>? configure = null,
        Action<EntityFrameworkCoreOptions>? configureBatch = null)
    {
        var services = new ServiceCollection().AddSingleton(time).AddDbContextPool<ImageBatchDbContext>(options =>
        {
            database.Configure(options);
            configure?.Invoke(options);
        });
        services.AddImageBatch(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>(configureBatch ?? (_ => { })));

        // Transactions that are in each other's way really are: they part on the system's time.
        services.Replace(ServiceDescriptor.Singleton(provider => new Database(
            provider.GetRequiredService<IServiceScopeFactory>(),
            typeof(ImageBatchDbContext),
            TimeProvider.System,
            NullLogger<Database>.Instance,
            isPortable ? new PortableDialect() : null)));

        _services = services.BuildServiceProvider(validateScopes: true);
    }

    public IJobStore Jobs => _services.GetRequiredService<IJobStore>();

    public IWebhookOutbox Outbox => _services.GetRequiredService<IWebhookOutbox>();

    public IJobLeases Leases => _services.GetRequiredService<IJobLeases>();

    public UploadStage Uploads => _services.GetRequiredService<UploadStage>();

    public ValueTask DisposeAsync() => _services.DisposeAsync();
}
