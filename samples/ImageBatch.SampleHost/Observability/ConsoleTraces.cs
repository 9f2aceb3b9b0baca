using System.Diagnostics;
using System.Globalization;
using OpenTelemetry;

namespace ImageBatch.SampleHost.Observability;

/// <summary>Writes an activity a line to the console, for a look at a trace without a collector.</summary>
internal sealed class ConsoleTraces : BaseExporter<Activity>
{
    public override ExportResult Export(in Batch<Activity> batch)
    {
        foreach (var activity in batch)
        {
            var tags = string.Join(' ', activity.TagObjects.Select(tag => $"{tag.Key}={tag.Value}"));
            var error = activity.Status == ActivityStatusCode.Error ? $" failed: {activity.StatusDescription}" : "";
            Console.Out.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"trace {activity.TraceId} {activity.ParentSpanId}>{activity.SpanId} {activity.DisplayName} {activity.Duration.TotalMilliseconds:0.0} ms {tags}{error}"));
        }

        return ExportResult.Success;
    }
}
