using System.Diagnostics;
using ImageBatch.Model;
using Npgsql;

namespace ImageBatch.Benchmarks.Stores;

/// <summary>
/// The yardstick of the store in PostgreSQL: a loop over Npgsql that writes the same events in the same batches, each a
/// transaction of set-based statements in one round trip. It has tables of its own, with nothing but what it writes,
/// knows no runs, no copies and no other node, and answers nobody.
/// </summary>
internal sealed class BarePostgreSql(string connectionString) : IAsyncDisposable
{
    private const string CreateTables = """
        DROP TABLE IF EXISTS bare_job, bare_image, bare_start;
        CREATE TABLE bare_job (
            id uuid PRIMARY KEY, pending int NOT NULL, succeeded int NOT NULL, bytes_in bigint NOT NULL, bytes_out bigint NOT NULL);
        CREATE TABLE bare_image (
            job_id uuid, image_index int, url text NOT NULL, status int NOT NULL, output_name text, bytes_in bigint, bytes_out bigint,
            PRIMARY KEY (job_id, image_index));
        CREATE TABLE bare_start (job_id uuid, image_index int, attempt uuid, PRIMARY KEY (job_id, image_index, attempt));
        """;

    private const string InsertImages = """
        INSERT INTO bare_image SELECT $1, i, 'https://images.example.com/products/' || i || '.jpg', 0 FROM generate_series(0, $2 - 1) AS i
        """;

    private const string Lock = "SELECT id FROM bare_job WHERE id = $1 FOR UPDATE";

    private const string Start = "INSERT INTO bare_start SELECT $1, * FROM unnest($2, $3)";

    private const string FinishImages = """
        UPDATE bare_image AS image SET status = 1, output_name = result.name, bytes_in = result.bytes_in, bytes_out = result.bytes_out
        FROM unnest($2, $3, $4, $5) AS result (image_index, name, bytes_in, bytes_out)
        WHERE image.job_id = $1 AND image.image_index = result.image_index AND image.status = 0
        """;

    private const string ForgetStarts = "DELETE FROM bare_start WHERE job_id = $1 AND image_index = ANY ($2)";

    private const string Count = """
        UPDATE bare_job SET pending = pending - $2, succeeded = succeeded + $2, bytes_in = bytes_in + $3, bytes_out = bytes_out + $4
        WHERE id = $1
        """;

    private readonly NpgsqlDataSource _source = NpgsqlDataSource.Create(connectionString);

    public async Task<StoreRun> RunAsync(int images)
    {
        await using var connection = await _source.OpenConnectionAsync();
        var job = await AddAsync(connection, images);
        var processor = Environment.CpuUsage.TotalTime;
        var start = Stopwatch.GetTimestamp();
        var commits = 0;
        foreach (var events in SaveLoad.MakeBatches(job, images))
        {
            await SaveAsync(connection, job.Value, events);
            commits++;
        }

        return new StoreRun(images, Stopwatch.GetElapsedTime(start), Environment.CpuUsage.TotalTime - processor, commits);
    }

    public ValueTask DisposeAsync() => _source.DisposeAsync();

    private static async Task<JobId> AddAsync(NpgsqlConnection connection, int images)
    {
        var job = JobId.New(TimeProvider.System.GetUtcNow());
        await using (var tables = new NpgsqlCommand(CreateTables, connection))
        {
            await tables.ExecuteNonQueryAsync();
        }

        await using var rows = new NpgsqlBatch(connection);
        Add(rows, "INSERT INTO bare_job VALUES ($1, $2, 0, 0, 0)", job.Value, images);
        Add(rows, InsertImages, job.Value, images);
        await rows.ExecuteNonQueryAsync();

        // A table that was filled just now has no statistics, and plans without them read all of it for each batch.
        await using var analyze = new NpgsqlCommand("ANALYZE bare_job, bare_image, bare_start", connection);
        await analyze.ExecuteNonQueryAsync();
        return job;
    }

    private static async Task SaveAsync(NpgsqlConnection connection, Guid job, IReadOnlyList<ImageEvent> events)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var batch = new NpgsqlBatch(connection, transaction);
        Add(batch, Lock, job);
        var starts = events.OfType<ImageStarted>().ToList();
        if (starts.Count > 0)
        {
            Add(batch, Start, job, starts.Select(one => one.Key.Index).ToArray(), starts.Select(one => one.Attempt).ToArray());
        }

        var results = events.OfType<ImageSucceeded>().ToList();
        if (results.Count > 0)
        {
            var indexes = results.Select(one => one.Key.Index).ToArray();
            var (bytesIn, bytesOut) = (results.Select(one => one.Output.BytesIn).ToArray(), results.Select(one => one.Output.BytesOut).ToArray());
            Add(batch, FinishImages, job, indexes, results.Select(one => one.Output.Name).ToArray(), bytesIn, bytesOut);
            Add(batch, ForgetStarts, job, indexes);
            Add(batch, Count, job, results.Count, bytesIn.Sum(), bytesOut.Sum());
        }

        await batch.ExecuteNonQueryAsync();
        await transaction.CommitAsync();
    }

    private static void Add(NpgsqlBatch batch, string statement, params ReadOnlySpan<object> values)
    {
        var command = new NpgsqlBatchCommand(statement);
        foreach (var value in values)
        {
            command.Parameters.Add(new NpgsqlParameter { Value = value });
        }

        batch.BatchCommands.Add(command);
    }
}
