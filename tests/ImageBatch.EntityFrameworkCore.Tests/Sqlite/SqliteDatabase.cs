using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Tests.Sqlite;

/// <summary>A SQLite database, which is a file of its own.</summary>
public sealed class SqliteDatabase : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;

    private string ConnectionString => $"Data Source={Path.Combine(_folder, "jobs.db")}";

    public override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
