using System.Diagnostics;
using ImageBatch.Client;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace ImageBatch.Benchmarks.Engine;

/// <summary>
/// The whole engine in one process, or one role of it: queue, sources and outputs in memory, jobs too, unless something else is
/// given, and a codec that does nothing behind those that are.
/// </summary>
internal sealed class EngineUnderTest : IAsyncDisposable
{
    private readonly IHost _host;
    private readonly int _images;

    private EngineUnderTest(IHost host, int images) => (_host, _images) = (host, images);

    public static async Task<EngineUnderTest> StartAsync(
        byte[] file,
        int images,
        TimeSpan batchDelay,
        Action<IServiceCollection>? useOthers = null,
        ImageBatchRoles roles = ImageBatchRoles.All)
    {
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton<IImageSource>(new MemoryImageSource(file));
        useOthers?.Invoke(builder.Services);
        builder.Services.AddSingleton<IImageCodec, NoCodec>();
        builder.Services.AddImageBatch(batch => batch
            .UseInMemory()
            .Configure(options => options.Processing.ResultBatchDelay = batchDelay));
        builder.Services.AddImageBatchWorker(roles);
        var engine = new EngineUnderTest(builder.Build(), images);
        await engine._host.StartAsync();
        return engine;
    }

    /// <summary>Runs one job to its end, and deletes it unless it is to stay.</summary>
    /// <param name="keep">Whether it is to stay.</param>
    /// <param name="count">How many images it has; null for as many as usual.</param>
    /// <param name="processorTime">What counts the processor time; null for that of this process.</param>
    public async Task<EngineRun> RunJobAsync(bool keep = false, int? count = null, Func<TimeSpan>? processorTime = null)
    {
        var images = count ?? _images;
        processorTime ??= () => Environment.CpuUsage.TotalTime;
        var client = _host.Services.GetRequiredService<IImageBatchClient>();
        var collections = GC.CollectionCount(0);
        var allocated = GC.GetTotalAllocatedBytes(precise: true);
        var processor = processorTime();
        var start = Stopwatch.GetTimestamp();
        using var csv = new GeneratedCatalogue(images);
        var id = (await client.SubmitAsync(new JobSubmission(csv, new JobSettings()))).Job.Id;
        var submission = Stopwatch.GetElapsedTime(start);
        var job = await FinishAsync(client, id);
        var run = new EngineRun(
            images,
            submission,
            Stopwatch.GetElapsedTime(start),
            processorTime() - processor,
            GC.GetTotalAllocatedBytes(precise: true) - allocated,
            GC.CollectionCount(0) - collections);
        if (!keep)
        {
            await client.DeleteAsync(id);
        }

        return job.Images.Succeeded == images
            ? run
            : throw new InvalidOperationException($"{job.Images.Succeeded} of {images} images succeeded.");
    }

    public async ValueTask DisposeAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    /// <summary>Asks again and again, and no more often than the time so far needs for an error below half a percent: asking costs what is measured.</summary>
    private static async Task<Job> FinishAsync(IImageBatchClient client, JobId id)
    {
        var start = Stopwatch.GetTimestamp();
        while (true)
        {
            var job = await client.FindAsync(id) ?? throw new InvalidOperationException("The job is gone.");
            if (job.IsFinished)
            {
                return job;
            }

            await Task.Delay(TimeSpan.FromMilliseconds(Math.Clamp(Stopwatch.GetElapsedTime(start).TotalMilliseconds / 200, 2, 100)));
        }
    }
}
