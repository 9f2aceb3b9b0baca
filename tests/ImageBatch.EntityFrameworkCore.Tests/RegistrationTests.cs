using ImageBatch.EntityFrameworkCore.Uploads;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ImageBatch.EntityFrameworkCore.Tests;

public sealed class RegistrationTests
{
    [Fact]
    public void UseEntityFrameworkCore_fills_jobs_webhooks_and_leases_with_one_store()
    {
        using var services = Build(batch => batch
            .UseEntityFrameworkCore<ImageBatchDbContext>().UseEntityFrameworkCore<ImageBatchDbContext>());

        var store = Assert.IsType<EntityFrameworkCoreJobStore>(Assert.Single(services.GetServices<IJobStore>()));
        Assert.Same(store, Assert.Single(services.GetServices<IWebhookOutbox>()));
        Assert.Same(store, Assert.Single(services.GetServices<IJobLeases>()));
        Assert.Single(services.GetServices<IHostedService>().OfType<UploadCleaner>());
    }

    [Fact]
    public void UseEntityFrameworkCore_replaces_the_store_before()
    {
        using var services = Build(batch => batch.UseInMemoryJobs().UseEntityFrameworkCore<ImageBatchDbContext>());

        Assert.IsType<EntityFrameworkCoreJobStore>(Assert.Single(services.GetServices<IJobStore>()));
    }

    [Fact]
    public void UseEntityFrameworkCore_is_replaced_by_the_store_after()
    {
        using var services = Build(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>().UseInMemoryJobs());

        Assert.IsNotType<EntityFrameworkCoreJobStore>(Assert.Single(services.GetServices<IJobStore>()));
        Assert.Null(services.GetService<IJobLeases>());
    }

    [Fact]
    public void UseEntityFrameworkCore_without_options_has_the_documented_defaults()
    {
        using var services = Build(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>());

        Assert.Equal(TimeSpan.FromSeconds(30), LeaseOf(services));
    }

    [Fact]
    public void UseEntityFrameworkCore_section_is_bound()
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection([new("Database:StagingLease", "00:02:00")])
            .Build();
        using var services = Build(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>(configuration.GetSection("Database")));

        Assert.Equal(TimeSpan.FromMinutes(2), LeaseOf(services));
    }

    [Theory]
    [InlineData(0.5)]
    [InlineData(3_601)]
    public void UseEntityFrameworkCore_wrong_option_fails_at_start(double seconds)
    {
        using var services = Build(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>(
            options => options.StagingLease = TimeSpan.FromSeconds(seconds)));

        var exception = Assert.Throws<OptionsValidationException>(
            () => services.GetRequiredService<IStartupValidator>().Validate());
        Assert.Contains(nameof(EntityFrameworkCoreOptions.StagingLease), exception.Message, StringComparison.Ordinal);
    }

    private static TimeSpan LeaseOf(ServiceProvider services) =>
        services.GetRequiredService<IOptions<EntityFrameworkCoreOptions>>().Value.StagingLease;

    private static ServiceProvider Build(Action<IImageBatchBuilder> configure) => new ServiceCollection()
        .AddDbContextFactory<ImageBatchDbContext>(options => options.UseNpgsql("Host=127.0.0.1"))
        .AddImageBatch(configure)
        .BuildServiceProvider(validateScopes: true);
}
