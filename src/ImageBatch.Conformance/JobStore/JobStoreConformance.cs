using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>The base of the suites of <see cref="IJobStore"/> and <see cref="IWebhookOutbox"/>.</summary>
/// <typeparam name="TFixture">Makes the store.</typeparam>
public abstract class JobStoreConformance<TFixture> : ConformanceSuite<TFixture>
    where TFixture : JobStoreFixture, new()
{
    private protected JobStoreConformance() => Store = new StoreDriver(Fixture, Token);

    /// <summary>The store under test.</summary>
    protected IJobStore Jobs => Fixture.Jobs;

    /// <summary>The outbox under test.</summary>
    protected IWebhookOutbox Outbox => Fixture.Outbox;

    private protected StoreDriver Store { get; }

    private protected DateTimeOffset Now => Fixture.Time.GetUtcNow();

    private protected void Wait(double seconds) => Fixture.Time.Advance(TimeSpan.FromSeconds(seconds));
}
