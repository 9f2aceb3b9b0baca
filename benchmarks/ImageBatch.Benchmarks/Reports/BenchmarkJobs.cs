using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ImageBatch.Benchmarks.Reports;

/// <summary>How BenchmarkDotNet runs ours.</summary>
internal static class BenchmarkJobs
{
    /// <summary>
    /// In this process, which spares a build of a generated project per run; every call is long enough (100 ms and
    /// more) to be an iteration of its own.
    /// </summary>
    public static Job OneCallAnIteration(int warmUps, int iterations) => Job.Default
        .WithToolchain(InProcessEmitToolchain.Instance)
        .WithWarmupCount(warmUps)
        .WithIterationCount(iterations)
        .WithInvocationCount(1)
        .WithUnrollFactor(1);
}
