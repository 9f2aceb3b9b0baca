using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace ImageBatch.EntityFrameworkCore.Uploads;

/// <summary>
/// Keeps uploads that are not sealed yet. The row of the job is there first, with a lease; every write of the upload
/// asks for that row under its token, so that nothing is added to an upload that was given up.
/// </summary>
internal sealed class UploadStage(Database database, TimeProvider time, IOptions<EntityFrameworkCoreOptions> options)
{
    private const int MostRaces = 10;

    /// <summary>How long a lease holds.</summary>
    public TimeSpan Lease { get; } = options.Value.StagingLease;

    private DateTimeOffset LeaseEnd => time.GetUtcNow() + Lease;

    /// <summary>Reserves id and key; answers what holds one of them, else null.</summary>
    public async Task<AddJobResult?> ReserveAsync(Upload upload, byte[]? keyHash, CancellationToken cancellationToken)
    {
        for (var race = 1; ; race++)
        {
            var holder = await FindHolderAsync(upload, keyHash, cancellationToken).ConfigureAwait(false);
            if (holder is { StagedUntil: null })
            {
                return new AddJobResult(AddJobOutcome.Existing, holder.Job);
            }

            if (holder?.StagedUntil > time.GetUtcNow())
            {
                return new AddJobResult(AddJobOutcome.InFlight, null);
            }

            if (holder is not null)
            {
                await RemoveExpiredAsync(cancellationToken).ConfigureAwait(false);
            }

            try
            {
                return await InsertAsync(upload, keyHash, cancellationToken).ConfigureAwait(false);
            }
            catch (DbUpdateException) when (race < MostRaces)
            {
                // Another upload was faster; the next look finds it, unless it has been given up meanwhile.
            }
        }
    }

    /// <summary>Stages products and renews the lease.</summary>
    /// <param name="upload">The upload.</param>
    /// <param name="before">How many products were staged before.</param>
    /// <param name="products">The next products.</param>
    /// <param name="cancellationToken">Gives up.</param>
    public Task StageAsync(
        Upload upload, int before, IReadOnlyCollection<Product> products, CancellationToken cancellationToken) =>
        database.WriteAsync(
            async (context, token) =>
            {
                var (after, leaseEnd) = (before + products.Count, LeaseEnd);
                var staged = await Staged(context, upload).Where(job => job.Products == before)
                    .ExecuteUpdateAsync(
                        set => set.SetProperty(job => job.Products, after).SetProperty(job => job.StagedUntil, leaseEnd),
                        token).ConfigureAwait(false);
                if (staged > 0)
                {
                    await database.Dialect.InsertAsync(context, upload.JobId, products, token).ConfigureAwait(false);
                }
                else if (!await Staged(context, upload).AnyAsync(job => job.Products == after, token).ConfigureAwait(false))
                {
                    throw Lost(upload);
                }

                // Else these were staged by a commit whose answer was lost.
                return true;
            },
            cancellationToken);

    /// <summary>Makes the job visible, in one write.</summary>
    public Task<Job> SealAsync(Upload upload, JobSeal seal) => database.WriteAsync(
        async (context, token) =>
        {
            var now = time.GetUtcNow();
            var (definition, options) = (seal.Definition, seal.Definition.Options);
            string[] header = [.. definition.Header];
            var delimiter = definition.Delimiter.ToString();
            await Staged(context, upload).ExecuteUpdateAsync(
                set => set
                    .SetProperty(job => job.StagedUntil, (DateTimeOffset?)null)
                    .SetProperty(job => job.Header, header)
                    .SetProperty(job => job.Delimiter, delimiter)
                    .SetProperty(job => job.Products, definition.Products)
                    .SetProperty(job => job.Images, definition.Images)
                    .SetProperty(job => job.Pending, definition.Images)
                    .SetProperty(job => job.BodyHash, definition.BodyHash)
                    .SetProperty(job => job.BaseUrl, definition.BaseUrl)
                    .SetProperty(job => job.TraceParent, definition.TraceParent)
                    .SetProperty(job => job.Quality, options.Quality)
                    .SetProperty(job => job.MaxWidth, options.MaxWidth)
                    .SetProperty(job => job.MaxHeight, options.MaxHeight)
                    .SetProperty(job => job.Format, options.Format)
                    .SetProperty(job => job.WebhookUrl, seal.WebhookUrl)
                    .SetProperty(job => job.CreatedAt, now),
                token).ConfigureAwait(false);

            // Changes nothing where it was sealed by a commit whose answer was lost.
            var sealedJob = await context.Jobs()
                .SingleOrDefaultAsync(job => job.Id == upload.JobId && job.Upload == upload.Token, token).ConfigureAwait(false);
            return sealedJob?.Describe(webhook: null) ?? throw Lost(upload);
        },
        CancellationToken.None);

    /// <summary>Renews the lease; false where the upload is no longer staged.</summary>
    public Task<bool> RenewAsync(Upload upload, CancellationToken cancellationToken) => database.ReadAsync(
        async (context, token) =>
        {
            var leaseEnd = LeaseEnd;
            return await Staged(context, upload)
                .ExecuteUpdateAsync(set => set.SetProperty(job => job.StagedUntil, leaseEnd), token).ConfigureAwait(false) > 0;
        },
        cancellationToken);

    /// <summary>Removes what was staged; nothing where the upload was sealed.</summary>
    public Task DiscardAsync(Upload upload) => database.WriteAsync(
        (context, token) => RemoveAsync(context, Staged(context, upload), token), CancellationToken.None);

    /// <summary>Removes uploads whose lease has ended; answers how many.</summary>
    public async Task<int> RemoveExpiredAsync(CancellationToken cancellationToken)
    {
        var now = time.GetUtcNow();
        var expired = await database.ReadAsync(
            (context, token) => context.Set<JobEntity>().Where(job => job.StagedUntil <= now)
                .Select(job => new Upload(job.Id, job.Upload)).ToListAsync(token),
            cancellationToken).ConfigureAwait(false);
        var removed = 0;
        foreach (var upload in expired)
        {
            removed += await database.WriteAsync(
                (context, token) => RemoveAsync(
                    context, Staged(context, upload).Where(job => job.StagedUntil <= now), token),
                cancellationToken).ConfigureAwait(false);
        }

        return removed;
    }

    private static IQueryable<JobEntity> Staged(DbContext context, Upload upload) => context.Set<JobEntity>()
        .Where(job => job.Id == upload.JobId && job.Upload == upload.Token && job.StagedUntil != null);

    /// <summary>Removes an upload that is still as the query says when its row is locked; answers how many that were.</summary>
    private static async Task<int> RemoveAsync(
        DbContext context, IQueryable<JobEntity> query, CancellationToken cancellationToken)
    {
        var locked = await query
            .ExecuteUpdateAsync(set => set.SetProperty(job => job.Run, job => job.Run), cancellationToken).ConfigureAwait(false);
        if (locked > 0)
        {
            var id = await query.Select(job => job.Id).SingleAsync(cancellationToken).ConfigureAwait(false);
            await context.DeleteJobAsync(id, cancellationToken).ConfigureAwait(false);
        }

        return locked;
    }

    private Task<Holder?> FindHolderAsync(Upload upload, byte[]? keyHash, CancellationToken cancellationToken) =>
        database.ReadAsync(
            async (context, token) =>
            {
                var jobs = context.Set<JobEntity>();
                var holders = await (keyHash is null
                        ? jobs.Where(job => job.Id == upload.JobId)
                        : jobs.Where(job => job.Id == upload.JobId || job.KeyHash == keyHash))
                    .WithWebhooks(context).ToListAsync(token).ConfigureAwait(false);

                // Where one job has the key and another the id, the key says which was meant.
                return holders.OrderBy(holder => holder.Job.Id == upload.JobId)
                    .Select(holder => new Holder(holder.Job.StagedUntil, holder.Describe()))
                    .FirstOrDefault();
            },
            cancellationToken);

    private Task<AddJobResult?> InsertAsync(Upload upload, byte[]? keyHash, CancellationToken cancellationToken) =>
        database.WriteAsync<AddJobResult?>(
            async (context, token) =>
            {
                // Its own row is there where it was inserted by a commit whose answer was lost.
                if (!await Staged(context, upload).AnyAsync(token).ConfigureAwait(false))
                {
                    context.Add(new JobEntity
                    {
                        Id = upload.JobId,
                        Upload = upload.Token,
                        KeyHash = keyHash,
                        StagedUntil = LeaseEnd,
                    });
                    await context.SaveChangesAsync(token).ConfigureAwait(false);
                }

                return null;
            },
            cancellationToken);

    private static IOException Lost(Upload upload) => new(
        $"The upload of job {upload.JobId} was not carried on for longer than its lease, and was given up. Nothing of it is left; send it again.");

    private sealed record Holder(DateTimeOffset? StagedUntil, Job Job);
}
