namespace ImageBatch.Ports;

/// <summary>
/// Tells readiness the truth. An optional ability of an <see cref="IJobStore"/> or <see cref="IImageStore"/> that can
/// answer what it is asked for while it could not keep anything new, as on a full disk; health checks ask for it.
/// </summary>
/// <remarks>Thread-safe. Asked every few seconds, so it takes little time and leaves nothing behind.</remarks>
public interface IStoreProbe
{
    /// <summary>Finds out whether the store could keep something new now.</summary>
    /// <exception cref="Exception">It could not, and why.</exception>
    Task ProbeAsync(CancellationToken cancellationToken = default);
}
