using System.Diagnostics;
using ImageBatch.Model;

namespace ImageBatch.Diagnostics;

/// <summary>What is seen of single jobs from outside: activities, of a source named as the meter is.</summary>
internal static class Telemetry
{
    public const string Name = "ImageBatch";

    public static readonly ActivitySource Activities = new(Name);

    /// <summary>The current activity as a job keeps it, in the form of W3C Trace Context; null where there is none.</summary>
    public static string? TraceParent => Activity.Current is { IdFormat: ActivityIdFormat.W3C } activity ? activity.Id : null;

    /// <summary>The activity of an upload, from a job; default where the job has none, or none that is legible.</summary>
    public static ActivityContext ParentOf(JobDefinition definition) =>
        ActivityContext.TryParse(definition.TraceParent, traceState: null, isRemote: true, out var context) ? context : default;

    /// <summary>
    /// Starts an activity that belongs to a job's trace. Where nobody listens here, or the trace is not recorded, the trace
    /// goes on all the same, for those who listen further on; null without a trace.
    /// </summary>
    public static Activity? Start(string name, ActivityKind kind, ActivityContext parent)
    {
        if (Activities.StartActivity(name, kind, parent) is { } activity)
        {
            return activity;
        }

        return parent == default
            ? null
            : new Activity(name).SetParentId(parent.TraceId, parent.SpanId, parent.TraceFlags).Start();
    }
}
