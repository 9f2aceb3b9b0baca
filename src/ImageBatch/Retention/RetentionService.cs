using ImageBatch.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace ImageBatch.Retention;

/// <summary>
/// Deletes jobs that finished longer ago than they are kept (<see cref="ImageBatchOptions.RetainFinishedJobsFor"/>), at
/// start and every hour. Several nodes may do so at once: what one has deleted the others do not find.
/// </summary>
internal sealed class RetentionService(
    IJobStore store,
    JobDeletion deletion,
    IOptions<ImageBatchOptions> options,
    TimeProvider time,
    Outages outages,
    ILogger<RetentionService> logger) : BackgroundService
{
    /// <summary>Jobs are kept for days: an hour more is nothing.</summary>
    private static readonly TimeSpan Interval = TimeSpan.FromHours(1);

    /// <summary>So many failures in a row speak of a store that is away, not of a job.</summary>
    private const int MostFailures = 3;

    private readonly TimeSpan? _retention = options.Value.RetainFinishedJobsFor;

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (_retention is null)
        {
            return;
        }

        using var timer = new PeriodicTimer(Interval, time);
        do
        {
            try
            {
                await SweepAsync(stoppingToken).ConfigureAwait(false);
            }
            catch (Exception exception) when (!stoppingToken.IsCancellationRequested)
            {
                outages.Report("The job store", exception, Interval);
            }
        }
        while (await timer.WaitForNextTickAsync(stoppingToken).ConfigureAwait(false));
    }

    /// <summary>Deletes the jobs whose time has passed. One that cannot be deleted waits for the next sweep.</summary>
    internal async Task SweepAsync(CancellationToken cancellationToken)
    {
        if (time.GetUtcNow() - _retention is not { } before)
        {
            return;
        }

        var failures = 0;
        for (var query = JobQuery.Finished(before); ;)
        {
            var page = await store.QueryAsync(query, cancellationToken).ConfigureAwait(false);
            foreach (var job in page)
            {
                failures = await TryDeleteAsync(job, before, cancellationToken).ConfigureAwait(false) ? 0 : failures + 1;
                if (failures == MostFailures)
                {
                    return;
                }
            }

            if (page.Count < query.Limit)
            {
                return;
            }

            query = query with { After = page[^1].Id };
        }
    }

    private async Task<bool> TryDeleteAsync(Job job, DateTimeOffset before, CancellationToken cancellationToken)
    {
        try
        {
            if (await deletion.DeleteFinishedAsync(job.Id, before, cancellationToken).ConfigureAwait(false))
            {
                Log.JobExpired(logger, job.Id, job.Images.Total, job.FinishedAt);
            }

            return true;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            Log.JobNotDeleted(logger, exception, job.Id, Interval);
            return false;
        }
    }
}
