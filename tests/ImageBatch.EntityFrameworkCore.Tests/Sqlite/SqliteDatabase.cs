using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Tests.Sqlite;

/// <summary>A SQLite database, which is a file of its own.</summary>
/// <param name="busySeconds">How long it waits for a lock; null for as long as it does by default.</param>
public sealed class SqliteDatabase(int? busySeconds = null) : TestDatabase
{
    private readonly string _folder = Directory.CreateTempSubdirectory("imagebatch-").FullName;

    public string ConnectionString =>
        $"Data Source={Path.Combine(_folder, "jobs.db")}" + (busySeconds is null ? "" : $";Default Timeout={busySeconds}");

    public override void Configure(DbContextOptionsBuilder options) => options.UseSqlite(ConnectionString);

    public override ValueTask DisposeAsync()
    {
        using var connection = new SqliteConnection(ConnectionString);
        SqliteConnection.ClearPool(connection);
        Directory.Delete(_folder, recursive: true);
        return ValueTask.CompletedTask;
    }
}
