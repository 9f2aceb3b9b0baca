using System.Diagnostics.Metrics;

namespace ImageBatch.Tests.Stubs;

/// <summary>Makes the meters of one test.</summary>
internal sealed class StubMeters : IMeterFactory
{
    private readonly List<Meter> _meters = [];

    public Meter Create(MeterOptions options)
    {
        options.Scope = this;
        _meters.Add(new Meter(options));
        return _meters[^1];
    }

    public void Dispose() => _meters.ForEach(meter => meter.Dispose());
}
