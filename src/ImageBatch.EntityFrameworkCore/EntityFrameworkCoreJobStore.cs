using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.EntityFrameworkCore.Saving;
using ImageBatch.EntityFrameworkCore.Uploads;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace ImageBatch.EntityFrameworkCore;

/// <summary>
/// Keeps jobs in a relational database that several processes may share. Whoever writes locks the job's row first, and
/// who writes to several jobs locks them in the order of their ids; readers lock nothing.
/// </summary>
internal sealed partial class EntityFrameworkCoreJobStore(
    Database database, UploadStage uploads, TimeProvider time, ILogger<EntityFrameworkCoreJobStore> logger) : IJobStore
{
    // Pages are gathered up to this, since a round trip costs as much as some hundred rows.
    private const int StagedAtOnce = 4_000;

    public async Task<AddJobResult> AddAsync(
        JobId jobId,
        string? idempotencyKey,
        IAsyncEnumerable<IReadOnlyList<Product>> pages,
        Func<CancellationToken, Task<JobSeal>> seal,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(pages);
        ArgumentNullException.ThrowIfNull(seal);
        var upload = new Upload(jobId.Value, Guid.NewGuid());
        var taken = await uploads.ReserveAsync(upload, IdempotencyKeys.Hash(idempotencyKey), cancellationToken)
            .ConfigureAwait(false);
        if (taken is not null)
        {
            return taken;
        }

        try
        {
            var keeper = new LeaseKeeper(uploads, upload, time, logger);
            await using (keeper.ConfigureAwait(false))
            {
                await StageAsync(upload, pages, cancellationToken).ConfigureAwait(false);
                var sealedBy = await seal(cancellationToken).ConfigureAwait(false);
                cancellationToken.ThrowIfCancellationRequested();
                var job = await uploads.SealAsync(upload, sealedBy).ConfigureAwait(false);
                return new AddJobResult(AddJobOutcome.Added, job);
            }
        }
        catch
        {
            await DiscardAsync(upload).ConfigureAwait(false);
            throw;
        }
    }

    public Task<SaveResult> SaveAsync(IReadOnlyList<ImageEvent> events, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(events);
        if (events.Count == 0)
        {
            return Task.FromResult(new SaveResult([], []));
        }

        var batch = new EventBatch(events);
        var call = Guid.NewGuid();
        var tries = 0;
        return database.WriteAsync(
            (context, token) => SaveAsync(context, batch, call, isRepeated: tries++ > 0, token), cancellationToken);
    }

    private async Task StageAsync(
        Upload upload, IAsyncEnumerable<IReadOnlyList<Product>> pages, CancellationToken cancellationToken)
    {
        var (staged, images, characters) = (0, 0, 0L);
        var gathered = new List<Product>();
        await foreach (var page in pages.WithCancellation(cancellationToken).ConfigureAwait(false))
        {
            gathered.AddRange(page);
            images += page.Sum(product => product.Images.Count);
            characters += page.Sum(product => product.Cells.Sum(cell => (long)cell.Length));
            if (images >= StagedAtOnce || characters >= IJobStore.PageCharacters)
            {
                await FlushAsync().ConfigureAwait(false);
            }
        }

        if (gathered.Count > 0)
        {
            await FlushAsync().ConfigureAwait(false);
        }

        async Task FlushAsync()
        {
            await uploads.StageAsync(upload, staged, gathered, cancellationToken).ConfigureAwait(false);
            staged += gathered.Count;
            (images, characters) = (0, 0);
            gathered.Clear();
        }
    }

    /// <summary>Removes what a failed upload left; the failure itself is more to tell than one of this.</summary>
    private async Task DiscardAsync(Upload upload)
    {
        try
        {
            await uploads.DiscardAsync(upload).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            Log.UploadNotDiscarded(logger, upload.JobId, exception);
        }
    }

    private async Task<SaveResult> SaveAsync(
        DbContext context, EventBatch batch, Guid call, bool isRepeated, CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var outcome = await database.Dialect.SaveAsync(context, batch, now, cancellationToken).ConfigureAwait(false);
        foreach (var id in outcome.Done)
        {
            var job = await context.Jobs().AsTracking().SingleAsync(job => job.Id == id, cancellationToken).ConfigureAwait(false);
            job.ChangedBy = call;
            await context.FinishAsync(job, job.Counts.FinalStatus, now, cancellationToken).ConfigureAwait(false);
        }

        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        var unknown = batch.Jobs.Except(outcome.Known).Select(id => new JobId(id)).ToList();

        // The try before may have finished jobs by a commit whose answer was lost.
        var completed = outcome.Done.Count == 0 && !isRepeated
            ? []
            : await context.Jobs().Where(job => batch.Jobs.Contains(job.Id) && job.ChangedBy == call)
                .WithWebhooks(context).ToListAsync(cancellationToken).ConfigureAwait(false);
        return new SaveResult([.. completed.Select(row => row.Describe())], unknown);
    }
}
