using ImageBatch.Conformance;
using ImageBatch.Ports;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>A store on a database of its own, whatever the provider is.</summary>
public abstract class EntityFrameworkCoreFixture : JobStoreFixture, IReopenable
{
    private TestDatabase? _database;
    private TestNode? _node;

    public override IJobStore Jobs => _node!.Jobs;

    public override IWebhookOutbox Outbox => _node!.Outbox;

    /// <summary>Whether a provider that has a dialect of its own is to be spoken to as any other.</summary>
    protected virtual bool IsPortable => false;

    public override async ValueTask InitializeAsync()
    {
        _database = await CreateDatabaseAsync();
        await _database.CreateTablesAsync();
        _node = new TestNode(_database, Time, IsPortable);
    }

    public async ValueTask ReopenAsync()
    {
        await _node!.DisposeAsync();
        _node = new TestNode(_database!, Time, IsPortable);
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        if (_node is not null)
        {
            await _node.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }

    protected abstract Task<TestDatabase> CreateDatabaseAsync();
}

public class PostgreSqlFixture : EntityFrameworkCoreFixture
{
    protected override async Task<TestDatabase> CreateDatabaseAsync() => await PostgreSqlDatabase.CreateAsync();
}

/// <summary>PostgreSQL spoken to as any other database is.</summary>
public sealed class PortablePostgreSqlFixture : PostgreSqlFixture
{
    protected override bool IsPortable => true;
}
