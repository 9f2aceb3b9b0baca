using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.InMemory.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void UseInMemory_empty_slots_are_filled()
    {
        using var services = Build(batch => batch.UseInMemory());

        Assert.IsType<InMemoryJobStore>(services.GetRequiredService<IJobStore>());
        Assert.IsType<InMemoryJobQueue>(services.GetRequiredService<IJobQueue>());
        Assert.IsType<InMemoryImageStore>(services.GetRequiredService<IImageStore>());
    }

    [Fact]
    public void UseInMemoryJobs_store_and_outbox_are_one_object()
    {
        using var services = Build(batch => batch.UseInMemoryJobs());

        Assert.Same(services.GetRequiredService<IJobStore>(), services.GetRequiredService<IWebhookOutbox>());
        Assert.Same(services.GetRequiredService<IJobStore>(), services.GetRequiredService<IJobStore>());
    }

    [Fact]
    public void UseInMemory_filled_slot_is_left_alone()
    {
        using var services = Build(batch =>
        {
            batch.Services.AddSingleton<IImageStore, OtherImageStore>();
            batch.UseInMemory();
        });

        Assert.IsType<OtherImageStore>(Assert.Single(services.GetServices<IImageStore>()));
        Assert.IsType<InMemoryJobStore>(services.GetRequiredService<IJobStore>());
    }

    [Fact]
    public void UseInMemoryImages_filled_slot_is_replaced()
    {
        using var services = Build(batch =>
        {
            batch.Services.AddSingleton<IImageStore, OtherImageStore>();
            batch.UseInMemoryImages();
        });

        Assert.IsType<InMemoryImageStore>(Assert.Single(services.GetServices<IImageStore>()));
    }

    [Fact]
    public void UseInMemoryJobs_leases_of_the_store_before_go_with_it()
    {
        using var services = Build(batch =>
        {
            batch.Services.AddSingleton<IJobLeases, OtherLeases>();
            batch.UseInMemoryJobs().UseInMemoryJobs();
        });

        Assert.Null(services.GetService<IJobLeases>());
        Assert.Single(services.GetServices<IJobStore>());
        Assert.Single(services.GetServices<IWebhookOutbox>());
    }

    private static ServiceProvider Build(Action<IImageBatchBuilder> configure)
    {
        var services = new ServiceCollection();
        services.AddImageBatch(configure);
        return services.BuildServiceProvider();
    }

    private sealed class OtherLeases : IJobLeases
    {
        public Task<bool> TryAcquireAsync(
            JobId jobId, Guid owner, TimeSpan duration, CancellationToken cancellationToken = default) => Task.FromResult(true);
    }

    private sealed class OtherImageStore : IImageStore
    {
        public Task SaveAsync(OutputKey key, ReadOnlyMemory<byte> content, CancellationToken cancellationToken = default) =>
            Task.CompletedTask;

        public Task<StoredImage?> OpenAsync(OutputKey key, CancellationToken cancellationToken = default) =>
            Task.FromResult<StoredImage?>(null);

        public Task DeleteJobAsync(JobId jobId, CancellationToken cancellationToken = default) => Task.CompletedTask;

        public Uri? GetPublicUrl(OutputKey key) => null;
    }
}
