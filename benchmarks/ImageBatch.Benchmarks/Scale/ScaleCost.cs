using ImageBatch.Benchmarks.Engine;
using ImageBatch.Benchmarks.Reports;
using ImageBatch.Benchmarks.Stores;
using Microsoft.Extensions.DependencyInjection;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Scale;

/// <summary>What an image costs in a cluster of one dispatcher and one worker, beside one process on the same database.</summary>
internal static class ScaleCost
{
    public const int Images = 10_000;

    /// <summary>So that the dispatcher is not what bounds the worker.</summary>
    private const int MaxOutstanding = 4_096;

    public static async Task<MarkdownTable> RunAsync(ScaleServers servers, DatabaseStore store, int rounds)
    {
        var workers = await ScaleWorker.StartAsync(1, servers, sleeps: false);
        await using var worker = workers[0];
        var runs = new List<(ScaleRun Alone, ScaleRun Cluster)>();
        for (var round = -1; round < rounds; round++)
        {
            var alone = await RunAsync([], store.Use, ImageBatchRoles.All);
            var cluster = await RunAsync(workers, Use, ImageBatchRoles.Dispatcher);
            if (round >= 0)
            {
                runs.Add((alone, cluster));
            }
        }

        return Write(runs);

        void Use(IServiceCollection services)
        {
            servers.Use(services, store);
            services.Configure<ImageBatchOptions>(options => options.Dispatch.MaxOutstanding = MaxOutstanding);
        }
    }

    private static async Task<ScaleRun> RunAsync(ScaleWorker[] workers, Action<IServiceCollection> use, ImageBatchRoles roles)
    {
        await using var engine = await EngineUnderTest.StartAsync(
            EngineCommand.ReadSmallest(), Images, new ProcessingOptions().ResultBatchDelay, use, roles);
        return ScaleRun.Of(await engine.RunJobAsync(processorTime: new ProcessorMeter(workers).Elapsed));
    }

    private static MarkdownTable Write(List<(ScaleRun Alone, ScaleRun Cluster)> runs)
    {
        var table = new MarkdownTable(1, "", "µs an image", "÷", "processor µs an image", "÷");
        Add("one process, queue in memory", run => run.Alone);
        Add("dispatcher and worker, queue on RabbitMQ", run => run.Cluster);
        return table;

        void Add(string name, Func<(ScaleRun Alone, ScaleRun Cluster), ScaleRun> of) => table.Add(
            name,
            Invariant($"{Median(run => of(run).MicrosecondsPerImage):F0}"),
            Invariant($"{Median(run => of(run).MicrosecondsPerImage / run.Alone.MicrosecondsPerImage):F2}"),
            Invariant($"{Median(run => of(run).ProcessorMicrosecondsPerImage):F0}"),
            Invariant($"{Median(run => of(run).ProcessorMicrosecondsPerImage / run.Alone.ProcessorMicrosecondsPerImage):F2}"));

        double Median(Func<(ScaleRun Alone, ScaleRun Cluster), double> value) =>
            runs.Select(value).Order().ElementAt(runs.Count / 2);
    }
}
