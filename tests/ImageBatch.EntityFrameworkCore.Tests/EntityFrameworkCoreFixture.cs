using ImageBatch.Conformance;
using ImageBatch.Ports;
using Microsoft.EntityFrameworkCore;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>A store on a database of its own, whatever the provider is.</summary>
public abstract class EntityFrameworkCoreFixture : JobStoreFixture, IReopenable, IHasJobLeases
{
    private TestDatabase? _database;
    private TestNode? _node;

    public override IJobStore Jobs => _node!.Jobs;

    public override IWebhookOutbox Outbox => _node!.Outbox;

    public IJobLeases Leases => _node!.Leases;

    /// <summary>Whether a provider that has a dialect of its own is to be spoken to as any other.</summary>
    protected virtual bool IsPortable => false;

    /// <summary>Changes the options of the store's contexts.</summary>
    protected virtual void Configure(DbContextOptionsBuilder options)
    {
    }

    public override async ValueTask InitializeAsync()
    {
        _database = await CreateDatabaseAsync();
        await _database.CreateTablesAsync();
        _node = new TestNode(_database, Time, IsPortable, Configure);
    }

    public async ValueTask ReopenAsync()
    {
        await _node!.DisposeAsync();
        _node = new TestNode(_database!, Time, IsPortable, Configure);
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
