using System.Text;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Testing;

namespace ImageBatch.S3.Tests.Engine;

/// <summary>The engine with jobs in memory and outputs on S3. Every output is the first hundred bytes of one bitmap.</summary>
internal sealed class S3Host : IAsyncDisposable
{
    private readonly IHost _host;

    private S3Host(IHost host) => _host = host;

    public FakeLogCollector Log => _host.Services.GetFakeLogCollector();

    public IImageBatchClient Client => _host.Services.GetRequiredService<IImageBatchClient>();

    public static async Task<S3Host> StartAsync(Action<S3ImageStoreOptions> configure)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders().SetMinimumLevel(LogLevel.Trace).AddFakeLogging();
        builder.Services.AddSingleton<IImageSource, FlatSource>();
        builder.Services.AddSingleton<IImageCodec, CuttingCodec>();
        builder.Services.AddImageBatch(batch => batch.UseS3Images(configure).UseInMemory());
        builder.Services.AddImageBatchWorker(ImageBatchRoles.Dispatcher | ImageBatchRoles.Worker);
        var host = builder.Build();
        await host.StartAsync();
        return new S3Host(host);
    }

    public async Task<Job> SubmitAsync(int images)
    {
        var csv = new StringBuilder("Serial Number,Product Name,Input Image Urls\n");
        for (var row = 0; row < images; row++)
        {
            csv.Append(row).Append(",Mug,https://images.example.test/").Append(row).Append(".bmp\n");
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
        return (await Client.SubmitAsync(new JobSubmission(stream, new JobSettings { BaseUrl = "http://host.test/api" }))).Job;
    }

    public async Task<Job> FindAsync(JobId id) =>
        await Client.FindAsync(id) ?? throw new InvalidOperationException("The job is gone.");

    public async Task<Job> FinishedAsync(JobId id)
    {
        try
        {
            return await Eventually.GetAsync(
                async () => await Client.FindAsync(id) is { IsFinished: true } job ? job : null, $"job {id} to finish", 120);
        }
        catch (TimeoutException)
        {
            var said = string.Join(Environment.NewLine, Log.GetSnapshot().TakeLast(50).Select(record => record.Text()));
            throw new TimeoutException($"The job has {(await FindAsync(id)).Images}. The end of the log:{Environment.NewLine}{said}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
