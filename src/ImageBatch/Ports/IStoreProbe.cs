namespace ImageBatch.Ports;

/// <summary>
/// Tells readiness the truth. An optional ability of an <see cref="IJobStore"/> or <see cref="IImageStore"/> that can
/// answer what it is asked for while it could not keep anything new, as on a full disk, and of an <see cref="IJobQueue"/>;
/// health checks ask for it.
/// </summary>
/// <remarks>
/// <para>Thread-safe. Asked every few seconds, so it takes little time and leaves nothing behind.</para>
/// <para>A store without it is asked for something that is read in no time (an unfinished job, an output that is not there), and
/// is healthy if it answers. Of a queue without it, which also registers no <see cref="Diagnostics.IEngineHealth"/>, readiness says
/// that it is unknown.</para>
/// </remarks>
public interface IStoreProbe
{
    /// <summary>Finds out whether the store, or the queue, could keep something new now.</summary>
    /// <exception cref="Exception">It could not, and why.</exception>
    Task ProbeAsync(CancellationToken cancellationToken = default);
}
