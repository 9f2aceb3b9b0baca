namespace ImageBatch.Conformance;

/// <summary>What all suites share: a fixture a test, and the test's own cancellation.</summary>
/// <typeparam name="TFixture">Makes the adapter.</typeparam>
public abstract class ConformanceSuite<TFixture> : IAsyncLifetime
    where TFixture : ConformanceFixture, new()
{
    /// <summary>The adapter of the running test.</summary>
    protected TFixture Fixture { get; } = new();

    /// <summary>Cancelled when the test run is.</summary>
    protected CancellationToken Token { get; } = TestContext.Current.CancellationToken;

    /// <inheritdoc/>
    public virtual ValueTask InitializeAsync() => Fixture.InitializeAsync();

    /// <inheritdoc/>
    public virtual async ValueTask DisposeAsync()
    {
        await Fixture.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
