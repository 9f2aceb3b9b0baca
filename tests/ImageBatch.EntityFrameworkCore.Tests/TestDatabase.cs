using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>A database of its own for a test: a schema of the server that all tests share.</summary>
public abstract class TestDatabase : IAsyncDisposable
{
    /// <summary>Chooses the provider and the database.</summary>
    public abstract void Configure(DbContextOptionsBuilder options);

    /// <summary>Makes the tables.</summary>
    public async Task CreateTablesAsync()
    {
        var options = new DbContextOptionsBuilder<ImageBatchDbContext>();
        Configure(options);
        await using var context = new ImageBatchDbContext(options.Options);
        await context.CreateTablesAsync();
    }

    public abstract ValueTask DisposeAsync();
}
