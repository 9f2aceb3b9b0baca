using BenchmarkDotNet.Running;
using ImageBatch.Benchmarks;
using ImageBatch.Benchmarks.Compare;
using ImageBatch.Benchmarks.Engine;
using ImageBatch.Benchmarks.Images;
using ImageBatch.Benchmarks.Native;
using ImageBatch.Benchmarks.Queues;
using ImageBatch.Benchmarks.Scale;
using ImageBatch.Benchmarks.Stores;
using ImageBatch.Benchmarks.Timing;

try
{
    return args switch
    {
        ["compare", ..] => CompareCommand.Run(args.AsSpan(1)),
        ["time", ..] => TimeCommand.Run(args.AsSpan(1)),
        ["engine", ..] => await EngineCommand.RunAsync(args[1..]),
        ["queue", ..] => await QueueCommand.RunAsync(args[1..]),
        ["rows", ..] => await RowsCommand.RunAsync(args[1..]),
        ["scale", ..] => await ScaleCommand.RunAsync(args[1..]),
        ["stores", ..] => await StoresCommand.RunAsync(args[1..]),
        _ => RunBenchmarks(args),
    };
}
catch (Exception error) when (error is InvalidOperationException or IOException or UnauthorizedAccessException)
{
    Console.Error.WriteLine(error.Message);
    return 1;
}

// Everything else is BenchmarkDotNet's, but for a folder in the first place.
static int RunBenchmarks(string[] args)
{
    if (args is [var folder, ..] && Directory.Exists(folder))
    {
        Environment.SetEnvironmentVariable(ImageFolder.Variable, Path.GetFullPath(folder));
        args = args[1..];
    }

    if (!TurboJpeg.IsAvailable)
    {
        Console.WriteLine(TurboJpeg.Missing);
    }

    // Without words the switcher would ask which ones to run.
    var summaries = BenchmarkSwitcher.FromAssembly(typeof(BenchmarkConfig).Assembly)
        .Run(args.Length > 0 ? args : ["--filter", "*"], new BenchmarkConfig());
    return summaries.Any(summary => summary.HasCriticalValidationErrors || summary.Reports.Any(report => !report.Success)) ? 1 : 0;
}
