using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace ImageBatch.Diagnostics;

/// <summary>The meter <c>ImageBatch</c> of one host: two hosts of a process have an instrument of each kind of their own.</summary>
internal sealed class EngineMetrics
{
    private readonly Meter _meter;
    private readonly Counter<long> _images;
    private readonly Counter<long> _bytesIn;
    private readonly Counter<long> _bytesOut;
    private readonly Histogram<double> _stageDuration;
    private readonly Counter<long> _redeliveries;
    private readonly Counter<long> _leaseLosses;
    private readonly Counter<long> _webhookAttempts;

    public EngineMetrics(IMeterFactory meters)
    {
        _meter = meters.Create(Telemetry.Name);
        _images = _meter.CreateCounter<long>("imagebatch.images", "{image}", "Images that became final, by outcome.");
        _bytesIn = _meter.CreateCounter<long>("imagebatch.bytes_in", "By", "Bytes of the inputs of images that succeeded.");
        _bytesOut = _meter.CreateCounter<long>("imagebatch.bytes_out", "By", "Bytes of the outputs of images that succeeded.");
        _stageDuration = _meter.CreateHistogram<double>("imagebatch.stage.duration", "s", "Time an image spent in a stage.");
        _redeliveries = _meter.CreateCounter<long>(
            "imagebatch.queue.redeliveries", "{delivery}", "Deliveries of images that the queue had delivered before.");
        _leaseLosses = _meter.CreateCounter<long>(
            "imagebatch.dispatch.lease_losses", "{lease}", "Jobs that this node was dispatching and another node took over.");
        _webhookAttempts = _meter.CreateCounter<long>(
            "imagebatch.webhook.attempts", "{attempt}", "Tries to deliver a webhook, by outcome.");
    }

    public void Succeeded(long bytesIn, long bytesOut)
    {
        _images.Add(1, new KeyValuePair<string, object?>("outcome", "succeeded"));
        _bytesIn.Add(bytesIn);
        _bytesOut.Add(bytesOut);
    }

    public void Failed(string code) => _images.Add(
        1, new KeyValuePair<string, object?>("outcome", "failed"), new KeyValuePair<string, object?>("error.type", code));

    public void Redelivered() => _redeliveries.Add(1);

    public void LeaseLost() => _leaseLosses.Add(1);

    public void WebhookTried(string outcome) => _webhookAttempts.Add(1, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>Measures until disposed.</summary>
    public StageTimer MeasureStage(string stage) => new(_stageDuration, stage, Stopwatch.GetTimestamp());

    /// <summary>Shows the queue of a dispatcher whenever someone looks; nothing while it answers with null.</summary>
    public void ShowQueue(Func<QueueState?> read)
    {
        _meter.CreateObservableGauge(
            "imagebatch.queue.depth",
            () => read() is { } state ? state.Depths : [],
            "{image}",
            "Images of the jobs that this node dispatches which are not final yet.");
        _meter.CreateObservableGauge(
            "imagebatch.queue.oldest_age",
            () => read() is { } state ? [new Measurement<double>(state.OldestAge.TotalSeconds)] : (Measurement<double>[])[],
            "s",
            "Time since the oldest of these images was accepted.");
    }

    internal readonly struct StageTimer(Histogram<double> duration, string stage, long start) : IDisposable
    {
        public void Dispose() => duration.Record(
            Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("stage", stage));
    }
}
