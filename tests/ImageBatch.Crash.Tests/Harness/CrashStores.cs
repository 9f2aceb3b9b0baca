using ImageBatch.CrashWorker;
using ImageBatch.EntityFrameworkCore;
using ImageBatch.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ImageBatch.Crash.Tests.Harness;

/// <summary>Makes job stores for tests.</summary>
internal static class CrashStores
{
    /// <summary>Makes an empty job store: the folder that is given, or a schema of a server that the tests share.</summary>
    /// <returns>What <see cref="WorkerSettings.Jobs"/> is to be.</returns>
    public static async Task<string> CreateAsync(string store, string folder)
    {
        if (store == WorkerStores.FileSystem)
        {
            return folder;
        }

        var schema = $"crash_{Guid.NewGuid():N}";
        var place = new NpgsqlConnectionStringBuilder(PostgreSqlServer.Shared.ConnectionString) { SearchPath = schema }.ToString();
        await using var source = NpgsqlDataSource.Create(place);
        await using var command = source.CreateCommand($"CREATE SCHEMA {schema}");
        await command.ExecuteNonQueryAsync();
        await using var context = new ImageBatchDbContext(
            new DbContextOptionsBuilder<ImageBatchDbContext>().UseNpgsql(place).Options);
        await context.CreateTablesAsync();
        return place;
    }
}
