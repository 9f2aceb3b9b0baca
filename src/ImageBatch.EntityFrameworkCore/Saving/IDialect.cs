using ImageBatch.Model;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>The writes of many rows, which some databases can do in a better way than all of them can.</summary>
internal interface IDialect
{
    /// <summary>
    /// Has the database roll back the current transaction, where it can, when nothing is heard of it for seconds: a node that stands
    /// still, or whose machine went away without a word, holds its locks no longer than that.
    /// </summary>
    Task LimitIdleTimeAsync(DbContext context, CancellationToken cancellationToken);

    /// <summary>Inserts products of a job with their images, in the current transaction.</summary>
    Task InsertAsync(
        DbContext context, Guid jobId, IReadOnlyCollection<Product> products, CancellationToken cancellationToken);

    /// <summary>
    /// Locks the jobs of a batch in the order of their ids and changes their images, starts and counters, in the
    /// current transaction.
    /// </summary>
    Task<BatchOutcome> SaveAsync(
        DbContext context, EventBatch batch, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>
    /// Keeps other nodes from making the tables until the connection, which is open, lets go of what is answered.
    /// </summary>
    Task<IAsyncDisposable> LockTablesAsync(DbContext context, CancellationToken cancellationToken);

    /// <summary>Whether the database has the tables.</summary>
    Task<bool> HasTablesAsync(DbContext context, CancellationToken cancellationToken);
}
