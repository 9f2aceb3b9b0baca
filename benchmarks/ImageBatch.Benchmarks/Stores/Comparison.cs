using ImageBatch.Benchmarks.Reports;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>Runs of ours and of a yardstick in turn.</summary>
internal sealed class Comparison(string ours, string yardstick)
{
    private readonly List<(StoreRun Ours, StoreRun Bare)> _runs = [];

    public static MarkdownTable MakeTable() => new(
        1, "", "images a second", "÷", "processor µs an image", "images a flush");

    /// <summary>Adds the runs of a round; those of the round before the first were to warm up.</summary>
    public void Add(int round, (StoreRun Ours, StoreRun Bare) runs)
    {
        if (round >= 0)
        {
            _runs.Add(runs);
        }
    }

    public void AddTo(MarkdownTable table)
    {
        // Of each round its own ratio: what else the machine does hits both.
        var ratio = Median(_runs, run => run.Ours.ImagesPerSecond / run.Bare.ImagesPerSecond);
        Add(table, ours, [.. _runs.Select(run => run.Ours)], Invariant($"{ratio:F2}"));
        Add(table, yardstick, [.. _runs.Select(run => run.Bare)], "1");
    }

    private static void Add(MarkdownTable table, string name, List<StoreRun> runs, string ratio) => table.Add(
        name,
        Invariant($"{Median(runs, run => run.ImagesPerSecond):F0}"),
        ratio,
        Invariant($"{Median(runs, run => run.MicrosecondsPerImage):F1}"),
        runs.Exists(run => run.Flushes == 0) ? "" : Invariant($"{Median(runs, run => run.ImagesPerFlush):F0}"));

    private static double Median<T>(List<T> runs, Func<T, double> value) =>
        runs.Select(value).Order().ElementAt(runs.Count / 2);
}
