using ImageBatch.Benchmarks.Engine;
using ImageBatch.Benchmarks.Reports;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Stores;

/// <summary><c>stores [folder]</c>: durable job stores beside bare loops that write the same.</summary>
internal static class StoresCommand
{
    public static async Task<int> RunAsync(string[] words)
    {
        var given = new CommandOptions(words, ["--output", "--images", "--runs", "--postgresql"]);
        var images = given.Number("--images", 100_000);
        var rounds = given.Number("--runs", 5);
        var report = new Report();
        report.Add(Invariant($"One job of {images} images a run; the median of {rounds} runs in turn, after one to warm up."));
        report.Add(Machine.Describe());
        report.Add("## In a folder");
        report.Add((await RunFolderAsync(given.Folder, images, rounds)).ToString());
        if (given.Text("--postgresql") is { } connectionString)
        {
            report.Add("## In PostgreSQL");
            report.Add((await RunDatabaseAsync(connectionString, images, rounds)).ToString());
        }

        report.Save(given.Output);
        return 0;
    }

    private static async Task<MarkdownTable> RunFolderAsync(string? parent, int images, int rounds)
    {
        using var store = new FolderStore(parent);
        var file = EngineCommand.ReadSmallest();
        await using var engine = await EngineUnderTest.StartAsync(
            file, images, new ProcessingOptions().ResultBatchDelay, store.Use);
        return await CompareAsync(
            "appending and flushing the same",
            rounds,
            () => RunAsync(() => SaveLoad.RunAsync(store.Jobs, images)),
            () => RunAsync(async () => StoreRun.Of(await engine.RunJobAsync())));

        // What the bare loop does is what the store did just now.
        async Task<(StoreRun Ours, StoreRun Bare)> RunAsync(Func<Task<StoreRun>> run)
        {
            GC.Collect();
            store.Disk.Take();
            var ours = await run();
            var bare = BareJournal.Run(store.Folder, store.Disk.Take(), images);
            return (ours with { Flushes = bare.Flushes }, bare);
        }
    }

    private static async Task<MarkdownTable> RunDatabaseAsync(string connectionString, int images, int rounds)
    {
        await using var store = await DatabaseStore.OpenAsync(connectionString);
        await using var bare = new BarePostgreSql(connectionString);
        await using var engine = await EngineUnderTest.StartAsync(
            EngineCommand.ReadSmallest(), images, new ProcessingOptions().ResultBatchDelay, store.Use);
        return await CompareAsync(
            "Npgsql writing the same",
            rounds,
            async () => (await SaveLoad.RunAsync(store.Jobs, images), await bare.RunAsync(images)),
            async () => (StoreRun.Of(await engine.RunJobAsync()), await bare.RunAsync(images)));
    }

    /// <summary>Runs both in turn; the first round, -1, is to warm up.</summary>
    private static async Task<MarkdownTable> CompareAsync(
        string loop,
        int rounds,
        Func<Task<(StoreRun Ours, StoreRun Bare)>> runStore,
        Func<Task<(StoreRun Ours, StoreRun Bare)>> runEngine)
    {
        var saves = new Comparison("the store alone", loop);
        var jobs = new Comparison("the whole engine on it", loop);
        for (var i = -1; i < rounds; i++)
        {
            saves.Add(i, await runStore());
            jobs.Add(i, await runEngine());
        }

        var table = Comparison.MakeTable();
        saves.AddTo(table);
        jobs.AddTo(table);
        return table;
    }
}
