using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>
/// Says which node dispatches a job, where several may. An optional ability of a shared job store: without it every
/// node with a dispatcher dispatches every job, which does work twice but counts none twice.
/// </summary>
/// <remarks>Thread-safe, also against other processes.</remarks>
public interface IJobLeases
{
    /// <summary>Takes or renews the lease of a job.</summary>
    /// <param name="jobId">The job.</param>
    /// <param name="owner">Names the node.</param>
    /// <param name="duration">How long the lease holds from now.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Whether the node holds the lease now; false while another node does.</returns>
    Task<bool> TryAcquireAsync(
        JobId jobId, Guid owner, TimeSpan duration, CancellationToken cancellationToken = default);
}
