using ImageBatch.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace ImageBatch.Tests.DependencyInjection;

public sealed class RegistrationTests
{
    [Fact]
    public async Task Host_withAnEmptySlot_failsAtStartAndNamesPortAndPackage()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddImageBatch(_ => { });
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<InvalidOperationException>(() => host.StartAsync());

        Assert.Contains("IJobStore", exception.Message, StringComparison.Ordinal);
        Assert.Contains("ImageBatch.InMemory", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Host_withAnOptionOutOfRange_failsAtStartAndNamesIt()
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddImageBatch(batch => batch.Configure(options => options.Processing.DownloadSlots = 0));
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains("DownloadSlots", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("3.23:59:59")]
    [InlineData("-7.00:00:00")]
    [InlineData("00:00:00")]
    [InlineData("10675199.02:48:05.4775807")]
    public async Task Host_thatWouldKeepFinishedJobsTooShortOrTooLong_failsAtStartAndSaysWhy(string retention)
    {
        var builder = Host.CreateEmptyApplicationBuilder(null);
        builder.Services.AddImageBatch(batch => batch.Configure(Section(retention)));
        using var host = builder.Build();

        var exception = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync());

        Assert.Contains($"RetainFinishedJobsFor is {retention}; it must be at least 4 days", exception.Message, StringComparison.Ordinal);
        Assert.Contains("75 hours", exception.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("4.00:00:00", 4)]
    [InlineData("7.00:00:00", 7)]
    [InlineData("30", 30)]
    [InlineData(null, null)]
    public void RetainFinishedJobsFor_ofTheConfiguration_isBound(string? retention, int? days)
    {
        var services = new ServiceCollection();
        services.AddImageBatch(batch => batch.Configure(Section(retention)));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<ImageBatchOptions>>().Value;

        Assert.Equal(days, options.RetainFinishedJobsFor?.TotalDays);
    }

    [Fact]
    public void IsSlotEmpty_saysWhetherAnAdapterFilledTheSlot()
    {
        var (before, after, other) = (false, true, false);
        var services = new ServiceCollection();
        for (var calls = 0; calls < 2; calls++)
        {
            services.AddImageBatch(batch => before = batch.IsSlotEmpty<Ports.IJobStore>());
            Assert.True(before, "The place that an empty slot holds was taken for an adapter.");
        }

        services.AddImageBatch(batch =>
        {
            batch.Services.AddSingleton<Ports.IJobStore>(_ => null!);
            (after, other) = (batch.IsSlotEmpty<Ports.IJobStore>(), batch.IsSlotEmpty<Ports.IImageStore>());
        });

        Assert.Equal((false, true), (after, other));
    }

    [Fact]
    public void AddImageBatch_calledTwice_addsToTheFirst()
    {
        var services = new ServiceCollection();
        services.AddImageBatch(batch => batch.Configure(options => options.Processing.DownloadSlots = 3));
        services.AddImageBatch(batch => batch.Configure(options => options.Http.MaxTries = 9));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<ImageBatchOptions>>().Value;

        Assert.Equal((3, 9), (options.Processing.DownloadSlots, options.Http.MaxTries));
        Assert.Equal(
            services.Where(Validates).Select(service => service.ImplementationType).Distinct(), services.Where(Validates).Select(service => service.ImplementationType));
        Assert.Single(services, service => service.ServiceType == typeof(IImageBatchClient));
        Assert.Single(services, service => service.ServiceType == typeof(Ports.IJobStore));
    }

    private static bool Validates(ServiceDescriptor service) => service.ServiceType == typeof(IValidateOptions<ImageBatchOptions>);

    private static IConfigurationSection Section(string? retention) => new ConfigurationBuilder()
        .AddInMemoryCollection(retention is null ? [] : [new("ImageBatch:RetainFinishedJobsFor", retention)])
        .Build()
        .GetSection("ImageBatch");
}
