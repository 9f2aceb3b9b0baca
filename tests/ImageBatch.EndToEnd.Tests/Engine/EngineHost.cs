using System.Text;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>The engine on adapters in memory and the halving codec, against a real image server.</summary>
internal sealed class EngineHost : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineHost(IHost host, ImageServer server, HalvingCodec codec) =>
        (_host, Server, Codec) = (host, server, codec);

    public ImageServer Server { get; }

    public HalvingCodec Codec { get; }

    public IImageBatchClient Client => Get<IImageBatchClient>();

    public static async Task<EngineHost> StartAsync(
        Action<ImageBatchOptions>? configure = null,
        Action<IServiceCollection>? services = null,
        ImageBatchRoles roles = ImageBatchRoles.All)
    {
        var server = await ImageServer.StartAsync();
        var codec = new HalvingCodec();
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IImageCodec>(codec);
        builder.Services.AddImageBatch(batch => batch.UseInMemory().Configure(options =>
        {
            options.Http.AllowPrivateNetworks = true;
            options.Http.RetryDelay = TimeSpan.FromMilliseconds(5);
            options.Webhooks.RetrySchedule = [TimeSpan.Zero, TimeSpan.FromMilliseconds(20), TimeSpan.FromMilliseconds(20)];
            options.Webhooks.PollInterval = TimeSpan.FromMilliseconds(20);
            configure?.Invoke(options);
        }));
        builder.Services.AddImageBatchWorker(roles);
        services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new EngineHost(host, server, codec);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Submits one product an URL.</summary>
    public async Task<Job> SubmitAsync(IEnumerable<string> urls, string? webhook = null)
    {
        var csv = new StringBuilder("Serial Number,Product Name,Input Image Urls\n");
        var row = 0;
        foreach (var url in urls)
        {
            csv.Append(++row).Append(",Product ").Append(row).Append(',').Append(url).Append('\n');
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
        var settings = new JobSettings { WebhookUrl = webhook, BaseUrl = "http://host.test/api" };
        return (await Client.SubmitAsync(new JobSubmission(stream, settings))).Job;
    }

    public async Task<Job> FindAsync(JobId id) =>
        await Client.FindAsync(id) ?? throw new InvalidOperationException("The job is gone.");

    public Task<Job> FinishedAsync(JobId id) => Eventually.GetAsync(
        async () => await Client.FindAsync(id) is { IsFinished: true } job ? job : null, $"job {id} to finish", 120);

    public async Task<IReadOnlyList<JobImage>> ImagesAsync(JobId id) => await Client.ReadImagesAsync(id, limit: 1_000);

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
        await Server.DisposeAsync();
    }
}
