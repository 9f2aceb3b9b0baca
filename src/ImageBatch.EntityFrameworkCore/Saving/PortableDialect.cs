using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>Writes in the words of Entity Framework Core alone, for any relational database.</summary>
internal sealed class PortableDialect : IDialect
{
    private const string SqliteProvider = "Microsoft.EntityFrameworkCore.Sqlite";

    /// <summary>Limits nothing: databases have no common word for it.</summary>
    public Task LimitIdleTimeAsync(DbContext context, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task InsertAsync(
        DbContext context, Guid jobId, IReadOnlyCollection<Product> products, CancellationToken cancellationToken)
    {
        context.AddRange(products.Select(product => ProductEntity.Of(jobId, product)));
        context.AddRange(products.SelectMany(product => ImageEntity.Of(jobId, product)));
        await context.SaveChangesAsync(cancellationToken).ConfigureAwait(false);
        context.ChangeTracker.Clear();
    }

    public async Task<BatchOutcome> SaveAsync(
        DbContext context, EventBatch batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var known = new List<Guid>();
        var done = new List<Guid>();
        foreach (var id in batch.Jobs)
        {
            if (await context.LockJobAsync(id, cancellationToken).ConfigureAwait(false) is not { } job)
            {
                continue;
            }

            known.Add(id);
            var pending = job.Pending;
            await new PortableSave(context, job, batch, now).RunAsync(cancellationToken).ConfigureAwait(false);
            if (job.Pending == 0 && pending > 0)
            {
                done.Add(id);
            }
        }

        return new BatchOutcome(known, done);
    }

    /// <summary>Locks nothing: who loses the race finds the tables made.</summary>
    public Task<IAsyncDisposable> LockTablesAsync(DbContext context, CancellationToken cancellationToken) =>
        Task.FromResult<IAsyncDisposable>(new NoLock());

    public async Task<bool> HasTablesAsync(DbContext context, CancellationToken cancellationToken)
    {
        if (context.Database.ProviderName == SqliteProvider)
        {
            // Nobody reads of a statement that failed, in the log of a host that starts for the first time.
            var name = context.Model.FindEntityType(typeof(JobEntity))!.GetTableName();
            return await context.Database
                .SqlQuery<int>($"SELECT COUNT(*) AS \"Value\" FROM sqlite_master WHERE type = 'table' AND name = {name}")
                .SingleAsync(cancellationToken).ConfigureAwait(false) > 0;
        }

        try
        {
            await context.Set<JobEntity>().AnyAsync(cancellationToken).ConfigureAwait(false);
            return true;
        }
        catch (Exception exception) when (exception is System.Data.Common.DbException)
        {
            return false;
        }
    }
}
