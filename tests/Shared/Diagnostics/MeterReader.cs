using System.Collections.Concurrent;
using System.Diagnostics.Metrics;

namespace ImageBatch.Testing;

/// <summary>Reads the meter ImageBatch of one host, and of no other in the process.</summary>
internal sealed class MeterReader : IDisposable
{
    private readonly MeterListener _listener = new();
    private readonly ConcurrentQueue<Reading> _readings = new();

    public MeterReader(IMeterFactory host)
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name == "ImageBatch" && ReferenceEquals(instrument.Meter.Scope, host))
            {
                listener.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Add(instrument, value, tags));
        _listener.Start();
    }

    /// <summary>One measurement: <paramref name="Of"/> is the instrument's name and unit, then the attributes.</summary>
    public sealed record Reading(string Of, double Value);

    /// <summary>What was measured under this name, unit and attributes.</summary>
    public IReadOnlyList<double> Values(string of) =>
        [.. _readings.Where(reading => reading.Of == of).Select(reading => reading.Value)];

    public double Sum(string of) => Values(of).Sum();

    /// <summary>Asks the gauges now.</summary>
    public IReadOnlyDictionary<string, double> Observe()
    {
        _readings.Clear();
        _listener.RecordObservableInstruments();
        return _readings.ToDictionary(reading => reading.Of, reading => reading.Value);
    }

    public void Dispose() => _listener.Dispose();

    private void Add(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var of = $"{instrument.Name} {instrument.Unit}";
        foreach (var (name, tag) in tags)
        {
            of += $" {name}={tag}";
        }

        _readings.Enqueue(new Reading(of, value));
    }
}
