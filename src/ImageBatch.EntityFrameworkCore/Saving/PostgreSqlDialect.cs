using System.Data.Common;
using ImageBatch.EntityFrameworkCore.Model;
using ImageBatch.Model;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Storage;

namespace ImageBatch.EntityFrameworkCore.Saving;

/// <summary>
/// Writes to PostgreSQL by arrays, through the provider's own connection: a page of rows is two statements, a batch of
/// events three or four in one round trip.
/// </summary>
internal sealed class PostgreSqlDialect(PostgreSqlStatements statements) : IDialect
{
    // No transaction here waits for anything but the database, and one that was rolled back is repeated.
    public Task LimitIdleTimeAsync(DbContext context, CancellationToken cancellationToken) =>
        context.Database.ExecuteSqlAsync($"SET LOCAL idle_in_transaction_session_timeout = '5s'", cancellationToken);

    public async Task InsertAsync(
        DbContext context, Guid jobId, IReadOnlyCollection<Product> products, CancellationToken cancellationToken)
    {
        var rows = products.Select(product => ProductEntity.Of(jobId, product)).ToList();
        var images = products.SelectMany(product => ImageEntity.Of(jobId, product)).ToList();
        var batch = CreateBatch(context);
        await using (batch.ConfigureAwait(false))
        {
            Add(
                batch,
                statements.InsertProducts,
                jobId,
                Column(rows, row => row.Row),
                Column(rows, row => row.SerialNumber),
                Column(rows, row => row.Name),
                Column(rows, row => JsonCells.Write(row.Cells)),
                Column(rows, row => row.FirstImage),
                Column(rows, row => row.Images));
            Add(
                batch,
                statements.InsertImages,
                jobId,
                Column(images, image => image.Index),
                Column(images, image => image.Row),
                Column(images, image => image.Url),
                Column(images, image => image.SameAs));
            await batch.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    public async Task<BatchOutcome> SaveAsync(
        DbContext context, EventBatch batch, DateTimeOffset now, CancellationToken cancellationToken)
    {
        var commands = CreateBatch(context);
        await using (commands.ConfigureAwait(false))
        {
            // Each statement sees what was committed before it began: those after the lock see all that came before.
            Add(commands, statements.Lock, batch.Jobs);
            AddStarts(commands, batch, now);
            AddFinals(commands, batch, now);
            var reader = await commands.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            await using (reader.ConfigureAwait(false))
            {
                return await ReadAsync(reader, cancellationToken).ConfigureAwait(false);
            }
        }
    }

    public Task<IAsyncDisposable> LockTablesAsync(DbContext context, CancellationToken cancellationToken) =>
        AdvisoryLock.TakeAsync(context, cancellationToken);

    public async Task<bool> HasTablesAsync(DbContext context, CancellationToken cancellationToken) =>
        await context.Database.SqlQuery<bool>($"SELECT to_regclass({statements.Jobs}) IS NOT NULL AS \"Value\"")
            .SingleAsync(cancellationToken).ConfigureAwait(false);

    private void AddStarts(DbBatch commands, EventBatch batch, DateTimeOffset now)
    {
        var returns = batch.Starts.Where(start => start.IsOldTakenBack).ToList();
        if (returns.Count > 0)
        {
            Add(commands, statements.TakeBack, ColumnsOf(returns));
        }

        var starts = batch.Starts.Where(start => start.IsStarted).ToList();
        if (starts.Count > 0)
        {
            Add(
                commands,
                statements.Start,
                [.. ColumnsOf(starts), Column(starts, start => start.IsNewTakenBack), UnixTicks.Of(now)]);
        }
    }

    private static object[] ColumnsOf(List<StartedAttempt> starts) =>
    [
        Column(starts, start => start.Key.Job.Value),
        Column(starts, start => start.Key.Run),
        Column(starts, start => start.Key.Index),
        Column(starts, start => start.Attempt),
    ];

    private void AddFinals(DbBatch commands, EventBatch batch, DateTimeOffset now)
    {
        if (batch.Finals.Count == 0)
        {
            return;
        }

        var outputs = batch.Finals.Select(final => (final as ImageSucceeded)?.Output).ToList();
        var errors = batch.Finals.Select(final => (final as ImageFailed)?.Error).ToList();
        Add(
            commands,
            statements.Finish,
            Column(batch.Finals, final => final.Key.Job.Value),
            Column(batch.Finals, final => final.Key.Run),
            Column(batch.Finals, final => final.Key.Index),
            Column(outputs, output => (int)(output is null ? ImageStatus.Failed : ImageStatus.Succeeded)),
            Column(outputs, output => output?.Name),
            Column(outputs, output => output?.BytesIn),
            Column(outputs, output => output?.BytesOut),
            Column(outputs, output => output?.Unchanged),
            Column(outputs, output => StorableText.Of(output?.Note)),
            Column(errors, error => error?.Code),
            Column(errors, error => StorableText.Of(error?.Message)),
            UnixTicks.Of(now));
    }

    /// <summary>Reads the jobs that are locked and, last, those of which images have become final.</summary>
    private static async Task<BatchOutcome> ReadAsync(DbDataReader reader, CancellationToken cancellationToken)
    {
        var known = new List<Guid>();
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            known.Add(reader.GetGuid(0));
        }

        // Reading to the end also brings up the errors of statements that answer nothing.
        var done = new List<Guid>();
        while (await reader.NextResultAsync(cancellationToken).ConfigureAwait(false))
        {
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            {
                if (reader.GetInt32(1) == 0)
                {
                    done.Add(reader.GetGuid(0));
                }
            }
        }

        return new BatchOutcome(known, done);
    }

    private static DbBatch CreateBatch(DbContext context)
    {
        var batch = context.Database.GetDbConnection().CreateBatch();
        batch.Transaction = context.Database.CurrentTransaction!.GetDbTransaction();
        batch.Timeout = context.Database.GetCommandTimeout() ?? batch.Timeout;
        return batch;
    }

    private static void Add(DbBatch batch, string statement, params ReadOnlySpan<object> values)
    {
        var command = batch.CreateBatchCommand();
        command.CommandText = statement;
        foreach (var value in values)
        {
            var parameter = command.CreateParameter();
            parameter.Value = value;
            command.Parameters.Add(parameter);
        }

        batch.BatchCommands.Add(command);
    }

    private static TValue[] Column<TRow, TValue>(IReadOnlyCollection<TRow> rows, Func<TRow, TValue> value)
    {
        var column = new TValue[rows.Count];
        var i = 0;
        foreach (var row in rows)
        {
            column[i++] = value(row);
        }

        return column;
    }
}
