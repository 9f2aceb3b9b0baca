using System.Data.Common;
using ImageBatch.Diagnostics;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;

namespace ImageBatch.EntityFrameworkCore;

/// <summary>
/// Fails a host at its start whose database has no tables for it, which no wait would mend. One that is away is waited for: the
/// host starts, says so, and its services try again.
/// </summary>
internal sealed class TablesCheck(IJobStore store, Database database, Outages outages) : IHostedLifecycleService
{
    /// <exception cref="InvalidOperationException">The tables are missing.</exception>
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        try
        {
            // Another store may have taken the slot since.
            if (store is not EntityFrameworkCoreJobStore || await HasTablesAsync(cancellationToken).ConfigureAwait(false))
            {
                return;
            }
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested && !LacksDatabase(exception))
        {
            outages.Report("The job store", exception, TimeSpan.FromSeconds(1));
            return;
        }
        catch (DbException)
        {
            // There is no such database: that it has no tables is true as well.
        }

        throw new InvalidOperationException(
            $"The database has no tables of ImageBatch. Make the tables before the host starts: call {nameof(ImageBatchDbContext)}."
            + $"{nameof(ImageBatchDbContext.CreateTablesAsync)}, or apply a migration of the context that calls modelBuilder.UseImageBatch().");
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>Whether the server says that there is no such database (3D000 of the standard).</summary>
    private static bool LacksDatabase(Exception exception) => exception is DbException { SqlState: "3D000" };

    private Task<bool> HasTablesAsync(CancellationToken cancellationToken) => database.ReadAsync(
        async (context, token) =>
        {
            // It throws where the database is away, and where it does not, the tables can be asked for.
            await context.Database.OpenConnectionAsync(token).ConfigureAwait(false);
            try
            {
                return await database.Dialect.HasTablesAsync(context, token).ConfigureAwait(false);
            }
            finally
            {
                await context.Database.CloseConnectionAsync().ConfigureAwait(false);
            }
        },
        cancellationToken);
}
