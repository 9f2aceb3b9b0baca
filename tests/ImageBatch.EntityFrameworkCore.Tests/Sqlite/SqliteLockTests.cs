using ImageBatch.Model;
using Microsoft.Data.Sqlite;

namespace ImageBatch.EntityFrameworkCore.Tests.Sqlite;

/// <summary>Another process writes for longer than SQLite waits for it.</summary>
public sealed class SqliteLockTests
{
    [Fact]
    public async Task SaveAsync_database_locked_for_longer_than_its_timeout_is_repeated()
    {
        await using var database = new SqliteDatabase(busySeconds: 1);
        await database.CreateTablesAsync();
        await using var node = new TestNode(database, TimeProvider.System);
        var job = await node.Jobs.AddAsync(1);
        await using var other = new SqliteConnection(database.ConnectionString);
        await other.OpenAsync(TestContext.Current.CancellationToken);
        await using var writing = other.BeginTransaction();

        var saving = Task.Run(() => node.Jobs.SaveAsync([job.Succeeded(0)]));
        await Task.Delay(TimeSpan.FromSeconds(1.5), TestContext.Current.CancellationToken); // SQLite waits on its own clock.
        Assert.False(saving.IsCompleted);
        await writing.RollbackAsync(TestContext.Current.CancellationToken);

        await saving.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken);
        Assert.Equal(JobStatus.Completed, (await node.Jobs.FindAsync(job.Id))!.Status);
    }
}
