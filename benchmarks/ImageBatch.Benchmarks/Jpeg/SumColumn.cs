using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using static System.FormattableString;

namespace ImageBatch.Benchmarks.Jpeg;

/// <summary>A figure of a whole pass over the images, or its share of one image.</summary>
internal sealed class SumColumn(string name, string legend, string unit, bool perImage, Func<BenchmarkReport, double?> value)
    : IColumn
{
    public string Id => name;

    public string ColumnName => name;

    public bool AlwaysShow => true;

    public ColumnCategory Category => ColumnCategory.Custom;

    public int PriorityInCategory => 0;

    public bool IsNumeric => true;

    public UnitType UnitType => UnitType.Dimensionless;

    public string Legend => legend;

    public bool IsAvailable(Summary summary) => true;

    public bool IsDefault(Summary summary, BenchmarkCase benchmarkCase) => false;

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase) =>
        summary[benchmarkCase] is { } report && value(report) is { } sum
            ? Invariant($"{(perImage ? sum / JpegImages.ForAll.Count : sum):F0} {unit}")
            : "NA";

    public string GetValue(Summary summary, BenchmarkCase benchmarkCase, SummaryStyle style) =>
        GetValue(summary, benchmarkCase);
}
