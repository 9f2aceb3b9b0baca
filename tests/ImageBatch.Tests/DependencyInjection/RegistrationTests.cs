using ImageBatch.Client;
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

    [Fact]
    public void AddImageBatch_calledTwice_addsToTheFirst()
    {
        var services = new ServiceCollection();
        services.AddImageBatch(batch => batch.Configure(options => options.Processing.DownloadSlots = 3));
        services.AddImageBatch(batch => batch.Configure(options => options.Http.MaxTries = 9));
        using var provider = services.BuildServiceProvider();

        var options = provider.GetRequiredService<IOptions<ImageBatchOptions>>().Value;

        Assert.Equal((3, 9), (options.Processing.DownloadSlots, options.Http.MaxTries));
        Assert.Single(services, service => service.ServiceType == typeof(IImageBatchClient));
        Assert.Single(services, service => service.ServiceType == typeof(Ports.IJobStore));
    }
}
