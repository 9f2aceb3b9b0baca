using ImageBatch.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>A schema of a PostgreSQL server, which costs less than a database and is as much apart from the others.</summary>
public sealed class PostgreSqlDatabase : TestDatabase
{
    private readonly string _schema = $"test_{Guid.NewGuid():N}";

    private PostgreSqlDatabase(string connectionString) => Source = NpgsqlDataSource.Create(
        new NpgsqlConnectionStringBuilder(connectionString) { SearchPath = _schema, MaxPoolSize = 40 });

    public NpgsqlDataSource Source { get; }

    public static Task<PostgreSqlDatabase> CreateAsync() => CreateAsync(PostgreSqlServer.Shared);

    internal static async Task<PostgreSqlDatabase> CreateAsync(PostgreSqlServer server)
    {
        var database = new PostgreSqlDatabase(server.ConnectionString);
        await database.ExecuteAsync($"CREATE SCHEMA {database._schema}");
        return database;
    }

    public override void Configure(DbContextOptionsBuilder options) => options.UseNpgsql(Source);

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<T> ReadAsync<T>(string sql)
    {
        await using var command = Source.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    public override async ValueTask DisposeAsync() => await Source.DisposeAsync();
}
