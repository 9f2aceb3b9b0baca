using System.Globalization;
using OpenTelemetry;
using OpenTelemetry.Metrics;

namespace ImageBatch.SampleHost.Observability;

/// <summary>Writes the state of each metric to the console, a line for each set of attributes.</summary>
internal sealed class ConsoleMetrics : BaseExporter<Metric>
{
    /// <summary>How often, in milliseconds: as the variable for it says, or each minute.</summary>
    public static int Interval =>
        int.TryParse(Environment.GetEnvironmentVariable("OTEL_METRIC_EXPORT_INTERVAL"), CultureInfo.InvariantCulture, out var interval)
        && interval > 0
            ? interval
            : 60_000;

    public override ExportResult Export(in Batch<Metric> batch)
    {
        foreach (var metric in batch)
        {
            foreach (ref readonly var point in metric.GetMetricPoints())
            {
                var tags = new List<string>();
                foreach (var tag in point.Tags)
                {
                    tags.Add($"{tag.Key}={tag.Value}");
                }

                Console.Out.WriteLine($"metric {metric.Name} {string.Join(' ', tags)} {Write(metric.MetricType, point)} {metric.Unit}");
            }
        }

        return ExportResult.Success;
    }

    private static string Write(MetricType type, in MetricPoint point) => type switch
    {
        MetricType.LongSum or MetricType.LongSumNonMonotonic => Text(point.GetSumLong()),
        MetricType.DoubleSum or MetricType.DoubleSumNonMonotonic => Text(point.GetSumDouble()),
        MetricType.LongGauge => Text(point.GetGaugeLastValueLong()),
        MetricType.DoubleGauge => Text(point.GetGaugeLastValueDouble()),
        _ => $"count {Text(point.GetHistogramCount())}, sum {Text(point.GetHistogramSum())}",
    };

    private static string Text(IFormattable value) => value.ToString("0.######", CultureInfo.InvariantCulture);
}
