using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Reports;
using ImageBatch.Benchmarks.Native;
using ImageBatch.Benchmarks.Reports;

namespace ImageBatch.Benchmarks.Jpeg;

internal sealed class JpegBenchmarkConfig : ManualConfig
{
    public JpegBenchmarkConfig()
    {
        AddJob(BenchmarkJobs.OneCallAnIteration(warmUps: 10, iterations: 15));
        AddColumn(new SumColumn(
            "Mean/image", "Mean, divided by the number of images", "µs", perImage: true, report => report.ResultStatistics?.Mean / 1_000));
        AddColumn(new SumColumn(
            "Allocated", "Managed memory that one warm pass allocates", "B", perImage: false, Allocated));
        AddColumn(new SumColumn(
            "Allocated/image", "The same, divided by the number of images", "B", perImage: true, Allocated));
        AddFilter(new SimpleFilter(benchmark =>
            TurboJpeg.IsAvailable || benchmark.Descriptor.WorkloadMethod.Name != nameof(JpegBenchmarks.LibjpegTurbo)));
        HideColumns(Column.Error);
    }

    private static double? Allocated(BenchmarkReport report) =>
        JpegAllocations.Find(report.BenchmarkCase.Descriptor.WorkloadMethod.Name);
}
