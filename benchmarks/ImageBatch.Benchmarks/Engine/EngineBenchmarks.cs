using BenchmarkDotNet.Attributes;

namespace ImageBatch.Benchmarks.Engine;

/// <summary>The engine alone; the figures are those of one image.</summary>
[Config(typeof(EngineBenchmarkConfig))]
public class EngineBenchmarks
{
    private EngineUnderTest _engine = null!;

    /// <summary>How long a result waits for others to be saved with it: the engine's default, and not at all.</summary>
    [Params(20, 0)]
    public int BatchDelay { get; set; }

    [GlobalSetup]
    public async Task StartAsync() => _engine = await EngineUnderTest.StartAsync(
        EngineCommand.ReadSmallest(), EngineCommand.DefaultImages, TimeSpan.FromMilliseconds(BatchDelay));

    [Benchmark(OperationsPerInvoke = EngineCommand.DefaultImages)]
    public Task ProcessAsync() => _engine.RunJobAsync();

    [GlobalCleanup]
    public async Task StopAsync() => await _engine.DisposeAsync();
}
