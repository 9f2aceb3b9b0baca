using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Diagnosers;
using ImageBatch.Benchmarks.Reports;

namespace ImageBatch.Benchmarks.Engine;

internal sealed class EngineBenchmarkConfig : ManualConfig
{
    public EngineBenchmarkConfig()
    {
        // A call is a whole job, seconds long.
        AddJob(BenchmarkJobs.OneCallAnIteration(warmUps: 3, iterations: 3));
        AddDiagnoser(MemoryDiagnoser.Default);
    }
}
