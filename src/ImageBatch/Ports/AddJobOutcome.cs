namespace ImageBatch.Ports;

/// <summary>What became of a job that was to be added.</summary>
public enum AddJobOutcome
{
    /// <summary>It is whole, durable and visible.</summary>
    Added,

    /// <summary>A job was added under the same idempotency key or id before; nothing was stored now.</summary>
    Existing,

    /// <summary>Another upload under the same idempotency key or id is on its way; nothing was stored now.</summary>
    InFlight,
}
