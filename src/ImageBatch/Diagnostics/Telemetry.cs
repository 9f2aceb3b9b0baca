using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ImageBatch.Diagnostics;

/// <summary>What is seen from outside: an activity source and a meter, both named <c>ImageBatch</c>.</summary>
internal static class Telemetry
{
    public const string Name = "ImageBatch";

    public static readonly ActivitySource Activities = new(Name);

    private static readonly Meter Meter = new(Name);

    private static readonly Counter<long> Images = Meter.CreateCounter<long>(
        "imagebatch.images", "{image}", "Images that became final, by outcome.");

    private static readonly Counter<long> BytesIn = Meter.CreateCounter<long>(
        "imagebatch.bytes_in", "By", "Bytes of the inputs of images that succeeded.");

    private static readonly Counter<long> BytesOut = Meter.CreateCounter<long>(
        "imagebatch.bytes_out", "By", "Bytes of the outputs of images that succeeded.");

    private static readonly Histogram<double> StageDuration = Meter.CreateHistogram<double>(
        "imagebatch.stage.duration", "s", "Time an image spent in a stage.");

    private static readonly Counter<long> WebhookAttempts = Meter.CreateCounter<long>(
        "imagebatch.webhook.attempts", "{attempt}", "Tries to deliver a webhook, by outcome.");

    public static void Succeeded(long bytesIn, long bytesOut)
    {
        Images.Add(1, new KeyValuePair<string, object?>("outcome", "succeeded"));
        BytesIn.Add(bytesIn);
        BytesOut.Add(bytesOut);
    }

    public static void Failed(string code) => Images.Add(
        1, new KeyValuePair<string, object?>("outcome", "failed"), new KeyValuePair<string, object?>("error.type", code));

    public static void WebhookTried(string outcome) =>
        WebhookAttempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Measures until disposed.</summary>
    public static StageTimer MeasureStage(string stage) => new(stage, Stopwatch.GetTimestamp());

    internal readonly struct StageTimer(string stage, long start) : IDisposable
    {
        public void Dispose() => StageDuration.Record(
            Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
    }
}
