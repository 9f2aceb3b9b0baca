using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>A lock of a PostgreSQL session that stands for no row: one holder in a database at a time.</summary>
internal sealed class AdvisoryLock(DbContext context) : IAsyncDisposable
{
    // "ImageBat" in ASCII.
    private const long Key = 0x496D616765426174;

    /// <summary>Waits for the lock on the context's connection, which is open.</summary>
    public static async Task<IAsyncDisposable> TakeAsync(DbContext context, CancellationToken cancellationToken)
    {
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_lock({Key})", cancellationToken).ConfigureAwait(false);
        return new AdvisoryLock(context);
    }

    public async ValueTask DisposeAsync() =>
        await context.Database.ExecuteSqlAsync($"SELECT pg_advisory_unlock({Key})").ConfigureAwait(false);
}
