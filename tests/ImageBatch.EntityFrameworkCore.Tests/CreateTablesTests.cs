using ImageBatch.Testing;
using Microsoft.EntityFrameworkCore;
using Npgsql;

namespace ImageBatch.EntityFrameworkCore.Tests;

public sealed class CreateTablesTests
{
    private const string Tables = "SELECT count(*) FROM pg_tables WHERE schemaname = current_schema() AND tablename LIKE 'imagebatch\\_%'";

    [Fact]
    public async Task CreateTablesAsync_from_several_nodes_at_once_makes_them_once()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();

        await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(database.CreateTablesAsync)));

        Assert.Equal(5, await database.ReadAsync<long>(Tables));
    }

    [Fact]
    public async Task CreateTablesAsync_beside_foreign_tables_makes_its_own_and_leaves_the_others_alone()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await database.ExecuteAsync("CREATE TABLE orders AS SELECT 7 AS id");

        await database.CreateTablesAsync();

        Assert.Equal(5, await database.ReadAsync<long>(Tables));
        Assert.Equal(7, await database.ReadAsync<int>("SELECT id FROM orders"));
    }

    [Fact]
    public async Task CreateTablesAsync_again_keeps_the_jobs()
    {
        await using var database = await PostgreSqlDatabase.CreateAsync();
        await database.CreateTablesAsync();
        await using var node = new TestNode(database, TimeProvider.System);
        var job = await node.Jobs.AddAsync(3);

        await database.CreateTablesAsync();

        Assert.Equal(3, (await node.Jobs.FindAsync(job.Id))!.Images.Pending);
    }

    [Fact]
    public async Task CreateTablesAsync_without_a_database_makes_it()
    {
        var name = $"made_{Guid.NewGuid():N}";
        var connection = new NpgsqlConnectionStringBuilder(PostgreSqlServer.Shared.ConnectionString)
        {
            Database = name,
            Pooling = false,
        };

        await Task.WhenAll(Enumerable.Range(0, 3).Select(_ => Task.Run(async () =>
        {
            await using var context = Create(connection.ConnectionString);
            await context.CreateTablesAsync();
        })));

        await using var made = NpgsqlDataSource.Create(connection);
        await using var command = made.CreateCommand(Tables);
        Assert.Equal(5L, await command.ExecuteScalarAsync());
    }

    /// <summary>Nothing is hidden: what keeps the tables from being made is what the host is told.</summary>
    [Fact]
    public async Task CreateTablesAsync_server_that_is_away_throws_what_the_provider_says()
    {
        await using var context = Create("Host=127.0.0.1;Port=1;Username=postgres;Timeout=2");

        await Assert.ThrowsAnyAsync<Exception>(() => context.CreateTablesAsync());
    }

    private static ImageBatchDbContext Create(string connectionString) =>
        new(new DbContextOptionsBuilder<ImageBatchDbContext>().UseNpgsql(connectionString).Options);
}
