using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore;

internal sealed partial class EntityFrameworkCoreJobStore : IJobLeases
{
    public Task<bool> TryAcquireAsync(
        JobId jobId, Guid owner, TimeSpan duration, CancellationToken cancellationToken = default)
    {
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(duration, TimeSpan.Zero);
        return database.ReadAsync(
            async (context, token) =>
            {
                var now = time.GetUtcNow();
                var until = now + duration;
                return await context.Jobs()
                    .Where(job => job.Id == jobId.Value
                        && (job.LeaseOwner == owner || job.LeasedUntil == null || job.LeasedUntil <= now))
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(job => job.LeaseOwner, owner).SetProperty(job => job.LeasedUntil, until),
                        token).ConfigureAwait(false) > 0;
            },
            cancellationToken);
    }
}
