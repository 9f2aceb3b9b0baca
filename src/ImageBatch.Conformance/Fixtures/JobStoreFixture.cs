using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>A job store and its outbox, empty and used by one test alone.</summary>
public abstract class JobStoreFixture : ConformanceFixture
{
    /// <summary>The store under test.</summary>
    public abstract IJobStore Jobs { get; }

    /// <summary>The outbox that the same registration fills.</summary>
    public abstract IWebhookOutbox Outbox { get; }
}
