using ImageBatch.Benchmarks.Images;
using ImageBatch.Benchmarks.Reports;
using ImageBatch.Model;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Engine;

/// <summary><c>engine [folder]</c>: images a second and bytes allocated an image of the engine alone.</summary>
internal static class EngineCommand
{
    public const int DefaultImages = 20_000;

    // With its default the engine mostly waits, a bounded number of images for two saves each; without, it works.
    private static readonly TimeSpan[] BatchDelays = [new ProcessingOptions().ResultBatchDelay, TimeSpan.Zero];

    public static async Task<int> RunAsync(string[] words)
    {
        var given = new CommandOptions(words, ["--output", "--images", "--runs"]);
        var images = given.Number("--images", DefaultImages);
        var count = given.Number("--runs", 5);
        var file = ReadSmallest(given.Folder);
        var report = new Report();
        report.Add(Invariant($"One job of {images} images of {file.Length} bytes a run, after a run to warm up; all in memory, no codec."));
        report.Add(Machine.Describe());
        foreach (var batchDelay in BatchDelays)
        {
            var runs = await RunAsync(file, images, count, batchDelay);
            report.Add(Invariant($"`ResultBatchDelay` {batchDelay.TotalMilliseconds} ms:"));
            report.Add(MakeTable(runs).ToString());
        }

        report.Save(given.Output);
        return 0;
    }

    /// <summary>Every image of a job is the smallest of the folder: the engine copies it, and reads its header.</summary>
    public static byte[] ReadSmallest(string? folder = null) =>
        ImageFolder.Read(folder, ImageFormat.Jpeg).MinBy(image => image.Content.Length)!.Content;

    private static async Task<List<EngineRun>> RunAsync(byte[] file, int images, int count, TimeSpan batchDelay)
    {
        await using var engine = await EngineUnderTest.StartAsync(file, images, batchDelay);
        await engine.RunJobAsync();
        var runs = new List<EngineRun>();
        for (var i = 0; i < count; i++)
        {
            // What the run before left behind is not this one's work.
            GC.Collect();
            runs.Add(await engine.RunJobAsync());
        }

        return runs;
    }

    private static MarkdownTable MakeTable(List<EngineRun> runs)
    {
        var table = new MarkdownTable(
            1,
            "run",
            "upload ms",
            "total ms",
            "images a second",
            "processor µs an image",
            "bytes allocated an image",
            "collections");
        for (var i = 0; i < runs.Count; i++)
        {
            Add(table, Invariant($"{i + 1}"), runs[i]);
        }

        Add(table, "median", runs.OrderBy(run => run.Total).ElementAt(runs.Count / 2));
        return table;
    }

    private static void Add(MarkdownTable table, string name, EngineRun run) => table.Add(
        name,
        Invariant($"{run.Submission.TotalMilliseconds:F0}"),
        Invariant($"{run.Total.TotalMilliseconds:F0}"),
        Invariant($"{run.ImagesPerSecond:F0}"),
        Invariant($"{run.MicrosecondsPerImage:F0}"),
        Invariant($"{run.AllocatedPerImage:F0}"),
        Invariant($"{run.Collections}"));
}
