using System.Text;
using ImageBatch.Client;
using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageBatch.RabbitMQ.Tests.Engine;

/// <summary>The whole engine on the queue, with images that take a moment; the rest in memory unless it is replaced.</summary>
internal sealed class EngineNode : IAsyncDisposable
{
    private readonly IHost _host;

    private EngineNode(IHost host) => _host = host;

    public IJobStore Jobs => Get<IJobStore>();

    public string? Problem => _host.Services.GetServices<IEngineHealth>().Select(part => part.Problem).OfType<string>().FirstOrDefault();

    public static async Task<EngineNode> StartAsync(
        TestQueue queue,
        ImageBatchRoles roles = ImageBatchRoles.Dispatcher | ImageBatchRoles.Worker,
        Action<RabbitMQJobQueueOptions>? broker = null,
        Action<IServiceCollection>? services = null)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();if (Environment.GetEnvironmentVariable("DBG") is not null) builder.Logging.AddSimpleConsole(o => { o.SingleLine = true; o.TimestampFormat = "HH:mm:ss.fff "; });
        builder.Services.AddSingleton<IImageSource, FlatSource>();
        builder.Services.AddSingleton<IImageCodec, CuttingCodec>();
        builder.Services.AddImageBatch(batch => batch
            .UseInMemory()
            .UseRabbitMQ(options => queue.Configure(options, broker))
            .Configure(options => options.Dispatch.PollInterval = TimeSpan.FromMilliseconds(100)));
        builder.Services.AddImageBatchWorker(roles);
        services?.Invoke(builder.Services);
        var host = builder.Build();
        await host.StartAsync();
        return new EngineNode(host);
    }

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    public async Task<Job> SubmitAsync(int images)
    {
        var csv = new StringBuilder("Serial Number,Product Name,Input Image Urls\n");
        for (var image = 0; image < images; image++)
        {
            csv.Append(image + 1).Append(",Product,https://images.example.test/").Append(image).Append(".jpg\n");
        }

        using var stream = new MemoryStream(Encoding.UTF8.GetBytes(csv.ToString()));
        var settings = new JobSettings { WebhookUrl = "https://hooks.example.test/done", BaseUrl = "http://host.test/api" };
        return (await Get<IImageBatchClient>().SubmitAsync(new JobSubmission(stream, settings))).Job;
    }

    public Task<Job> UnderWayAsync(Job job, int images) => Eventually.GetAsync(
        async () => await Jobs.FindAsync(job.Id) is { } read && read.Images.Succeeded >= images ? read : null, "the job to be under way");

    public Task<Job> FinishedAsync(Job job) => Eventually.GetAsync(
        async () => await Jobs.FindAsync(job.Id) is { IsFinished: true } read ? read : null, "the job to finish", 90);

    /// <summary>Asserts that a finished job has all images and one announcement.</summary>
    public async Task AssertCompleteAsync(Job job)
    {
        var finished = await FinishedAsync(job);
        var images = await Jobs.ReadImagesAsync(job.Id, null, -1, 100_000);
        Assert.Equal((JobStatus.Completed, new ImageCounts(0, job.Images.Total, 0, 0)), (finished.Status, finished.Images));
        Assert.Equal(job.Images.Total, images.Count(image => image.Status == ImageStatus.Succeeded));
        Assert.Equal(images.Sum(image => image.Output!.BytesIn), finished.BytesIn);
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }
}
