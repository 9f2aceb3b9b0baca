using ImageBatch.Benchmarks.Engine;
using ImageBatch.Benchmarks.Reports;
using ImageBatch.Benchmarks.Stores;
using Microsoft.Extensions.DependencyInjection;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Scale;

/// <summary><c>scale</c>: throughput of 1 to 8 worker processes on one database and one broker, and what a cluster costs.</summary>
internal static class ScaleCommand
{
    private static readonly int[] Workers = [1, 2, 4, 8];

    public static async Task<int> RunAsync(string[] words)
    {
        var given = new CommandOptions(
            words,
            ["--output", "--images", "--runs", ScaleServers.PostgreSqlOption, ScaleServers.RabbitMQOption],
            ScaleWorker.Flag,
            ScaleWorker.SleepFlag);
        var servers = ScaleServers.Read(given);
        if (given.Has(ScaleWorker.Flag))
        {
            await ScaleWorker.RunAsync(servers, given.Has(ScaleWorker.SleepFlag));
            return 0;
        }

        var (images, rounds) = (given.Number("--images", 600), given.Number("--runs", 3));
        await using var store = await DatabaseStore.OpenAsync(servers.PostgreSql);
        var report = new Report();
        report.Add(Machine.Describe() + (ProcessorMeter.SeesServers()
            ? "; the servers on the same machine."
            : "; the servers elsewhere, and their processor time not counted."));
        report.Add("## Throughput");
        report.Add(Invariant(
            $"A codec that sleeps {SleepingCodec.Time.TotalMilliseconds} ms, {ScaleWorker.Slots} at once a worker; {images} images a worker; runs in turn: {rounds}, of which the median."));
        var isValid = await AddThroughputAsync(report, servers, store, images, rounds);
        report.Add("## Cost");
        report.Add(Invariant(
            $"A codec that does nothing, one job of {ScaleCost.Images} images; runs in turn after one to warm up: {rounds}, of which the median."));
        report.Add((await ScaleCost.RunAsync(servers, store, rounds)).ToString());
        report.Save(given.Output);
        return isValid ? 0 : 1;
    }

    private static async Task<bool> AddThroughputAsync(
        Report report, ScaleServers servers, DatabaseStore store, int images, int rounds)
    {
        var runs = Workers.ToDictionary(workers => workers, _ => new List<ScaleRun>());
        for (var round = 0; round < rounds; round++)
        {
            foreach (var workers in Workers)
            {
                runs[workers].Add(await RunAsync(servers, store, workers, images));
            }
        }

        var table = new MarkdownTable(0, "workers", "images a second", "÷ linear", "of what the sleep allows", "load of all cores %");
        var one = Median(runs[Workers[0]], run => run.ImagesPerSecond);
        var allowed = ScaleWorker.Slots / SleepingCodec.Time.TotalSeconds;
        foreach (var (workers, of) in runs)
        {
            var rate = Median(of, run => run.ImagesPerSecond);
            table.Add(
                Invariant($"{workers}"),
                Invariant($"{rate:F1}"),
                Invariant($"{rate / one / workers:F2}"),
                Invariant($"{rate / allowed / workers:F2}"),
                Invariant($"{100 * of.Max(run => run.Load):F0}"));
        }

        report.Add(table.ToString());
        var most = runs.Values.SelectMany(of => of).Max(run => run.Load);
        if (most > ScaleRun.MostLoad)
        {
            report.Add(Invariant(
                $"**Void**: a run took {100 * most:F0} % of all cores, more than {100 * ScaleRun.MostLoad:F0} %, so they were part of what was measured."));
        }

        return most <= ScaleRun.MostLoad;
    }

    private static async Task<ScaleRun> RunAsync(ScaleServers servers, DatabaseStore store, int count, int images)
    {
        var workers = await ScaleWorker.StartAsync(count, servers, sleeps: true);
        try
        {
            await using var dispatcher = await EngineUnderTest.StartAsync(
                EngineCommand.ReadSmallest(),
                count * images,
                new ProcessingOptions().ResultBatchDelay,
                services => servers.Use(services, store),
                ImageBatchRoles.Dispatcher);

            // So that every worker has compiled what it needs, and opened its connections.
            await dispatcher.RunJobAsync(count: count * images / 2);
            var meter = new ProcessorMeter(workers);
            return ScaleRun.Of(await dispatcher.RunJobAsync(processorTime: meter.Elapsed));
        }
        finally
        {
            foreach (var worker in workers)
            {
                await worker.DisposeAsync();
            }
        }
    }

    private static double Median(List<ScaleRun> runs, Func<ScaleRun, double> value) =>
        runs.Select(value).Order().ElementAt(runs.Count / 2);
}
