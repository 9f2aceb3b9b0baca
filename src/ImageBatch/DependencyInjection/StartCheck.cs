using ImageBatch.Ports;
using Microsoft.Extensions.Hosting;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Fails a host at its start, not at its first upload, where a slot is empty.</summary>
internal sealed class StartCheck(IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        services.GetRequiredService<IJobStore>();
        services.GetRequiredService<IWebhookOutbox>();
        services.GetRequiredService<IImageStore>();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
