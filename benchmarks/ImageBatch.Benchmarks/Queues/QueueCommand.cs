using ImageBatch.Benchmarks.Reports;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.DependencyInjection;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Queues;

/// <summary><c>queue</c>: the queue on a RabbitMQ broker, with windows of several sizes.</summary>
internal static class QueueCommand
{
    private const string Broker = "--rabbitmq";

    private static readonly int[] Windows = [64, 256, 1_024];

    public static async Task<int> RunAsync(string[] words)
    {
        var given = new CommandOptions(words, ["--output", "--images", "--runs", Broker]);
        var images = given.Number("--images", 20_000);
        var rounds = given.Number("--runs", 5);
        if (!Uri.TryCreate(given.Text(Broker), UriKind.Absolute, out var broker))
        {
            throw new InvalidOperationException($"{Broker} takes the address of a broker, such as amqp://localhost.");
        }

        var runs = Windows.ToDictionary(window => window, _ => new List<QueueRun[]>());
        for (var round = -1; round < rounds; round++)
        {
            foreach (var window in Windows)
            {
                var run = await RunAsync(broker, window, images);
                if (round >= 0)
                {
                    runs[window].Add(run);
                }
            }
        }

        Write(runs, images, rounds).Save(given.Output);
        return 0;
    }

    /// <summary>Publishes, then receives, then does both at once; each window has a queue of its own, which is empty again.</summary>
    private static async Task<QueueRun[]> RunAsync(Uri broker, int window, int images)
    {
        await using var node = new ServiceCollection()
            .AddImageBatch(batch => batch.UseRabbitMQ(options =>
            {
                options.Uri = broker;
                options.QueuePrefix = Invariant($"imagebatch-benchmark-{window}");
                options.ConfirmWindow = window;
                options.PublishTimeout = TimeSpan.FromMinutes(5);
            }))
            .BuildServiceProvider();
        var queue = node.GetRequiredService<IJobQueue>();
        var job = JobId.New(TimeProvider.System.GetUtcNow());
        var keys = Enumerable.Range(0, images).Select(index => new ImageKey(job, index, 1)).ToArray();

        // Connects, and declares the queue.
        await queue.EnqueueAsync(keys[..1]);
        await QueueLoad.ReceiveAsync(queue, window, 1);
        return
        [
            await QueueLoad.PublishAsync(queue, keys),
            await QueueLoad.ReceiveAsync(queue, window, images),
            await QueueLoad.PassAsync(queue, window, keys),
        ];
    }

    private static Report Write(Dictionary<int, List<QueueRun[]>> runs, int images, int rounds)
    {
        var report = new Report();
        report.Add(Invariant($"{images} messages a run; the median of {rounds} runs in turn, after one to warm up."));
        report.Add(Machine.Describe() + "; the broker on the same machine, a queue of one replica.");
        var table = new MarkdownTable(
            1, "", "window", "messages a second", "processor µs a message");
        string[] parts = ["publish, confirmed", "receive and acknowledge", "both at once"];
        for (var part = 0; part < parts.Length; part++)
        {
            foreach (var (window, of) in runs)
            {
                table.Add(
                    parts[part],
                    Invariant($"{window:N0}"),
                    Invariant($"{Median(of, run => run[part].MessagesPerSecond):N0}"),
                    Invariant($"{Median(of, run => run[part].MicrosecondsPerMessage):F0}"));
            }
        }

        report.Add(table.ToString());
        return report;
    }

    private static double Median(List<QueueRun[]> runs, Func<QueueRun[], double> value) =>
        runs.Select(value).Order().ElementAt(runs.Count / 2);
}
