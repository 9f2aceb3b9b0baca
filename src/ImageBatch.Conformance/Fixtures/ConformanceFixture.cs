using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Conformance;

/// <summary>
/// What a suite tests: an adapter made anew, and empty, for each test. Resources that several tests share, such as a
/// server, are static or an xUnit fixture; what one test makes in them must be unseen by the others.
/// </summary>
public abstract class ConformanceFixture : IAsyncDisposable
{
    /// <summary>The clock that the adapter is to be given. It stands still, and its timers with it, until a test moves it.</summary>
    public FakeTimeProvider Time { get; } = new();

    /// <summary>Makes the adapter. Called once, before the test.</summary>
    public virtual ValueTask InitializeAsync() => ValueTask.CompletedTask;

    /// <summary>Takes the adapter, and what the test left in it, away.</summary>
    public virtual ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return ValueTask.CompletedTask;
    }
}
