using ImageBatch.Ports;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace ImageBatch.CrashWorker;

/// <summary>Makes the host: the engine alone, or with others on a broker, behind the API where it is asked for.</summary>
internal static class WorkerHost
{
    public static IHost Build(WorkerSettings settings)
    {
        if (settings.Api is null)
        {
            var builder = Host.CreateEmptyApplicationBuilder(null);
            AddEngine(builder.Services, settings);
            return builder.Build();
        }

        var web = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        web.WebHost.UseKestrelCore().UseUrls(settings.Api);
        web.Services.AddRoutingCore();
        AddEngine(web.Services, settings);
        var app = web.Build();
        app.MapImageBatch();
        return app;
    }

    private static void AddEngine(IServiceCollection services, WorkerSettings settings)
    {
        services.AddSingleton<IImageCodec, BadCodec>();
        services.AddImageBatch(batch =>
        {
            batch.UseStore(settings.Store, settings.Jobs, settings.Images).AddRecompression().Configure(Configure);
            if (settings.Broker is { } broker)
            {
                batch.UseRabbitMQ(options => options.Uri = new Uri(broker)).Configure(ConfigureCluster);
            }
        });
        services.AddImageBatchWorker(settings.Roles);
    }

    /// <summary>Every wait is so short that a test sees it end, and every batch so small that much happens one after the other.</summary>
    private static void Configure(ImageBatchOptions options)
    {
        options.Http.AllowPrivateNetworks = true;

        // The image server answers when the test tells it to, and a worker may stand still: no download is tried twice.
        options.Http.HeadersTimeout = TimeSpan.FromMinutes(5);
        options.Http.IdleTimeout = TimeSpan.FromMinutes(5);
        options.Http.TryTimeout = TimeSpan.FromMinutes(5);
        options.Dispatch.PollInterval = TimeSpan.FromMilliseconds(50);
        options.Dispatch.RedispatchAfter = TimeSpan.FromSeconds(1);
        options.Processing.ResultBatchSize = 4;
        options.Processing.ShutdownTimeout = TimeSpan.FromSeconds(1);
        options.Webhooks.PollInterval = TimeSpan.FromMilliseconds(50);
        options.Webhooks.TryTimeout = TimeSpan.FromMilliseconds(250);
        options.Webhooks.RetrySchedule = [TimeSpan.Zero, .. Enumerable.Repeat(TimeSpan.FromMilliseconds(50), 99)];
    }

    /// <summary>
    /// Nodes on a broker are several, and a test of them is over long before an image would be handed out a second time:
    /// a message that was lost is seen as a job that does not end.
    /// </summary>
    private static void ConfigureCluster(ImageBatchOptions options)
    {
        options.Dispatch.PollInterval = TimeSpan.FromMilliseconds(200);
        options.Dispatch.RedispatchAfter = TimeSpan.FromMinutes(10);
        options.Processing.DownloadSlots = 8;
        options.Webhooks.PollInterval = TimeSpan.FromMilliseconds(200);
    }
}
