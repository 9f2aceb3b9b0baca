using System.Data.Common;
using ImageBatch.EntityFrameworkCore.Saving;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;

namespace ImageBatch.EntityFrameworkCore;

/// <summary>
/// A context for the tables of ImageBatch alone, for hosts that have none of their own or no migrations. Others map the
/// tables in their own with <see cref="ImageBatchModelBuilderExtensions.UseImageBatch"/>.
/// </summary>
/// <param name="options">The provider and the connection.</param>
public sealed class ImageBatchDbContext(DbContextOptions<ImageBatchDbContext> options) : DbContext(options)
{
    /// <summary>
    /// Makes the database where it is absent, and the tables of ImageBatch where they are. Other tables of the database
    /// are left alone, and tables of ImageBatch that exist are not changed. Several nodes may call it at the same time.
    /// </summary>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="DbException">The database cannot be reached, or the account may not make what is absent.</exception>
    public async Task CreateTablesAsync(CancellationToken cancellationToken = default)
    {
        var creator = (IRelationalDatabaseCreator)this.GetService<IDatabaseCreator>();
        await EnsureAsync(creator.ExistsAsync, creator.CreateAsync, cancellationToken).ConfigureAwait(false);
        await Database.OpenConnectionAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            var dialect = Dialects.Of(this);
            var tables = await dialect.LockTablesAsync(this, cancellationToken).ConfigureAwait(false);
            await using (tables.ConfigureAwait(false))
            {
                await EnsureAsync(token => dialect.HasTablesAsync(this, token), creator.CreateTablesAsync, cancellationToken)
                    .ConfigureAwait(false);
            }
        }
        finally
        {
            await Database.CloseConnectionAsync().ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    protected override void OnModelCreating(ModelBuilder modelBuilder) => modelBuilder.UseImageBatch();

    /// <summary>Creates what is absent. Where that fails since another node was faster, all is well.</summary>
    private static async Task EnsureAsync(
        Func<CancellationToken, Task<bool>> exists,
        Func<CancellationToken, Task> create,
        CancellationToken cancellationToken)
    {
        if (await exists(cancellationToken).ConfigureAwait(false))
        {
            return;
        }

        try
        {
            await create(cancellationToken).ConfigureAwait(false);
        }
        catch (DbException)
        {
            if (!await exists(cancellationToken).ConfigureAwait(false))
            {
                throw;
            }
        }
    }
}
