using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore;

/// <summary>What several rooms do with the row of a job in the current transaction.</summary>
internal static class JobRows
{
    /// <summary>Jobs that are sealed, and so visible.</summary>
    public static IQueryable<JobEntity> Jobs(this DbContext context) =>
        context.Set<JobEntity>().Where(job => job.StagedUntil == null);

    /// <summary>Reads jobs with their webhooks, but for the bodies. To be asked last: nothing can be added to it.</summary>
    public static IQueryable<JobRow> WithWebhooks(this IQueryable<JobEntity> jobs, DbContext context) =>
        from job in jobs
        from delivery in context.Set<DeliveryEntity>()
            .Where(delivery => delivery.JobId == job.Id && delivery.Run == job.Run).DefaultIfEmpty()
        select new JobRow(job, delivery == null ? null : new JobWebhook
        {
            Url = delivery.Url,
            Id = WebhookDelivery.IdOf(new JobId(delivery.JobId), delivery.Run),
            State = delivery.State,
            Attempts = delivery.Attempts,
            LastStatus = delivery.LastStatus,
            LastError = delivery.LastError,
            NextAttemptAt = delivery.DueAt,
        });

    /// <summary>
    /// Locks a job until the transaction ends and reads it, tracked; null where it does not exist. An update that
    /// changes nothing takes the lock in every database, and no SELECT does.
    /// </summary>
    public static async Task<JobEntity?> LockJobAsync(
        this DbContext context, Guid id, CancellationToken cancellationToken)
    {
        var locked = await context.Jobs().Where(job => job.Id == id)
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.Run, job => job.Run), cancellationToken)
            .ConfigureAwait(false);
        return locked == 0
            ? null
            : await context.Jobs().AsTracking().SingleAsync(job => job.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Finishes a locked job's run and makes its delivery due.</summary>
    public static Task FinishAsync(
        this DbContext context, JobEntity job, JobStatus status, DateTimeOffset now, CancellationToken cancellationToken)
    {
        job.Status = status;
        job.FinishedAt = now;
        return context.AnnounceAsync(job, now, cancellationToken);
    }

    /// <summary>Makes the delivery of a locked job due, if it is finished and has a webhook.</summary>
    public static async Task AnnounceAsync(
        this DbContext context, JobEntity job, DateTimeOffset now, CancellationToken cancellationToken)
    {
        if (job is not { IsFinished: true, WebhookUrl: { } url })
        {
            return;
        }

        var delivery = await context.Set<DeliveryEntity>().AsTracking().SingleOrDefaultAsync(
            delivery => delivery.JobId == job.Id && delivery.Run == job.Run, cancellationToken).ConfigureAwait(false);
        if (delivery is null)
        {
            context.Add(delivery = new DeliveryEntity { JobId = job.Id, Run = job.Run });
        }

        delivery.Announce(url, now);
    }

    /// <summary>Deletes a locked job and all that belongs to it.</summary>
    public static async Task DeleteJobAsync(this DbContext context, Guid id, CancellationToken cancellationToken)
    {
        await context.Set<StartEntity>().Where(start => start.JobId == id)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<DeliveryEntity>().Where(delivery => delivery.JobId == id)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<ImageEntity>().Where(image => image.JobId == id)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<ProductEntity>().Where(product => product.JobId == id)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
        await context.Set<JobEntity>().Where(job => job.Id == id)
            .ExecuteDeleteAsync(cancellationToken).ConfigureAwait(false);
    }
}
