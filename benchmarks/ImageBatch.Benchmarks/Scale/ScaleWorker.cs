using System.Diagnostics;
using ImageBatch.Benchmarks.Engine;
using ImageBatch.Benchmarks.Reports;
using ImageBatch.Benchmarks.Stores;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.Benchmarks.Scale;

/// <summary>A worker in a process of its own, which lives until its input ends.</summary>
internal sealed class ScaleWorker : IAsyncDisposable
{
    /// <summary>How many images a worker compresses at once.</summary>
    public const int Slots = 4;

    /// <summary>Tells the process that it is a worker.</summary>
    public const string Flag = "--worker";

    /// <summary>Tells it to sleep at every image.</summary>
    public const string SleepFlag = "--sleep";

    private const string Ready = "ready";

    private readonly Process _process;

    private ScaleWorker(Process process) => _process = process;

    public int Id => _process.Id;

    /// <summary>Starts workers, and waits until they are ready.</summary>
    public static async Task<ScaleWorker[]> StartAsync(int count, ScaleServers servers, bool sleeps)
    {
        // Compiled for good at once: else the cores would be busy with what a worker compiles again in its first minute of many.
        var workers = Enumerable.Range(0, count).Select(_ => new ScaleWorker(OwnProcess.Start(
            ["scale", Flag, .. sleeps ? [SleepFlag] : Array.Empty<string>(), .. servers.ToWords()],
            ("DOTNET_TieredCompilation", "0")))).ToArray();
        foreach (var worker in workers)
        {
            if (await worker._process.StandardOutput.ReadLineAsync() != Ready)
            {
                throw new InvalidOperationException("A worker did not start; it says why above.");
            }
        }

        return workers;
    }

    /// <summary>What the process does.</summary>
    public static async Task RunAsync(ScaleServers servers, bool sleeps)
    {
        // A codec that sleeps holds a thread and no core, which the pool does not reckon with: it has one thread a core at first.
        ThreadPool.GetMinThreads(out var threads, out var ports);
        ThreadPool.SetMinThreads(threads + Slots, ports);
        await using var store = await DatabaseStore.OpenAsync(servers.PostgreSql);
        await using var engine = await EngineUnderTest.StartAsync(
            EngineCommand.ReadSmallest(), 0, new ProcessingOptions().ResultBatchDelay, Use, ImageBatchRoles.Worker);
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync();

        void Use(IServiceCollection services)
        {
            servers.Use(services, store);
            if (sleeps)
            {
                services.AddSingleton<IImageCodec, SleepingCodec>();
            }

            services.Configure<ImageBatchOptions>(options => options.Processing.CompressionSlots = Slots);
        }
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        await _process.WaitForExitAsync();
        _process.Dispose();
    }
}
