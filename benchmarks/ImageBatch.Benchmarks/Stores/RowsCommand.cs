using System.Diagnostics;
using System.Globalization;
using ImageBatch.Benchmarks.Engine;
using ImageBatch.Benchmarks.Reports;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>
/// <c>rows [folder]</c>: jobs of growing size on the store in a folder, each in a process of its own, whose peak memory
/// is then that of the job.
/// </summary>
internal static class RowsCommand
{
    private const string Alone = "--alone";

    public static async Task<int> RunAsync(string[] words)
    {
        var given = new CommandOptions(words, ["--output", "--images"], Alone);
        var most = given.Number("--images", 1_000_000, least: 10);
        if (given.Has(Alone))
        {
            Console.WriteLine((await RunJobAsync(given.Folder, most)).ToLine());
            return 0;
        }

        var report = new Report();
        report.Add("One job a process, from the first byte of its CSV to its completion, and the opening of its store again.");
        report.Add(Machine.Describe());
        var table = new MarkdownTable(
            0, "images", "accepted s", "finished s", "µs an image", "peak MB", "on disk MB", "opened again s", "opened half done s");
        foreach (var images in new[] { most / 10, most * 3 / 10, most })
        {
            Add(table, images, await RunProcessAsync(given.Folder, images));
        }

        report.Add(table.ToString());
        report.Save(given.Output);
        return 0;
    }

    private static void Add(MarkdownTable table, int images, RowsRun run) => table.Add(
        Invariant($"{images:N0}"),
        Invariant($"{run.Accepted.TotalSeconds:F1}"),
        Invariant($"{run.Finished.TotalSeconds:F1}"),
        Invariant($"{run.Finished.TotalMicroseconds / images:F1}"),
        Invariant($"{run.PeakBytes / 1e6:F0}"),
        Invariant($"{run.DiskBytes / 1e6:F0}"),
        Invariant($"{run.Opened.TotalSeconds:F2}"),
        Invariant($"{run.OpenedHalfDone.TotalSeconds:F2}"));

    private static async Task<RowsRun> RunProcessAsync(string? folder, int images)
    {
        string[] words = ["rows", Alone, "--images", images.ToString(CultureInfo.InvariantCulture)];
        using var process = OwnProcess.Start(folder is null ? words : [.. words, folder]);
        var line = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        return process.ExitCode == 0
            ? RowsRun.Parse(line)
            : throw new InvalidOperationException($"The job of {images} images ended with code {process.ExitCode}.");
    }

    private static async Task<RowsRun> RunJobAsync(string? folder, int images)
    {
        using var store = new FolderStore(folder);
        EngineRun run;
        await using (var engine = await EngineUnderTest.StartAsync(
            EngineCommand.ReadSmallest(), images, new ProcessingOptions().ResultBatchDelay, store.Use))
        {
            run = await engine.RunJobAsync(keep: true);
        }

        var (peak, disk) = (PeakMemory.Read(), MeasureFiles(store.Folder));
        var opened = Reopen(store);
        var id = await SaveLoad.AddAsync(store.Jobs, images);
        foreach (var batch in SaveLoad.MakeBatches(id, images / 2))
        {
            await store.Jobs.SaveAsync(batch);
        }

        return new RowsRun(run.Submission, run.Total, peak, disk, opened, Reopen(store));
    }

    private static TimeSpan Reopen(FolderStore store)
    {
        store.Close();
        var start = Stopwatch.GetTimestamp();
        store.Open();
        return Stopwatch.GetElapsedTime(start);
    }

    private static long MeasureFiles(string folder) =>
        new DirectoryInfo(folder).EnumerateFiles("*", SearchOption.AllDirectories).Sum(file => file.Length);
}
