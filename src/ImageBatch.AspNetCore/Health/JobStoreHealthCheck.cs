using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using Microsoft.Extensions.Logging;

namespace ImageBatch.AspNetCore.Health;

/// <summary>Whether the job store answers and, where it can tell, whether it could keep another upload.</summary>
internal sealed class JobStoreHealthCheck(IJobStore jobs, ILogger<JobStoreHealthCheck> logger, Outages? outages = null)
    : StoreHealthCheck(jobs as IStoreProbe, "job store", outages, logger)
{
    protected override Task AskAsync(CancellationToken cancellationToken) =>
        jobs.QueryAsync(JobQuery.Unfinished with { Limit = 1 }, cancellationToken);
}
