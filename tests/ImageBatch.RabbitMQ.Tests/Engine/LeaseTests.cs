using System.Diagnostics;
using ImageBatch.EntityFrameworkCore;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Npgsql;

namespace ImageBatch.RabbitMQ.Tests.Engine;

/// <summary>Several dispatchers, with a job store in PostgreSQL that says which of them a job belongs to.</summary>
public sealed class LeaseTests : IAsyncLifetime
{
    /// <summary>A dispatcher renews its leases at each poll, for ten times as long.</summary>
    private const int LeasePolls = 10;

    private readonly PostgreSqlServer _server = PostgreSqlServer.Shared;
    private readonly TestQueue _queue = new();
    private NpgsqlDataSource _database = null!;

    public async ValueTask InitializeAsync()
    {
        var server = _server.ConnectionString;
        var schema = $"test_{Guid.NewGuid():N}";
        await using (var source = NpgsqlDataSource.Create(server))
        {
            await using var command = source.CreateCommand($"CREATE SCHEMA {schema}");
            await command.ExecuteNonQueryAsync();
        }

        _database = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(server) { SearchPath = schema, MaxPoolSize = 20 });
        var options = new DbContextOptionsBuilder<ImageBatchDbContext>().UseNpgsql(_database);
        await using var context = new ImageBatchDbContext(options.Options);
        await context.CreateTablesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Job_is_handed_out_by_one_node_for_as_long_as_it_takes()
    {
        var poll = TimeSpan.FromMilliseconds(100);
        await using var one = await StartAsync(poll);
        await using var other = await StartAsync(poll);
        var clock = Stopwatch.StartNew();
        Job[] jobs = [await one.SubmitAsync(400), await other.SubmitAsync(400)];
        foreach (var job in jobs)
        {
            await one.AssertCompleteAsync(job);
        }

        Assert.True(clock.Elapsed > LeasePolls * poll, "The jobs were over before a lease could have been renewed.");
        var (byOne, byOther) = (QueueOf(one).Enqueued.ToArray(), QueueOf(other).Enqueued.ToArray());
        Assert.Equal(800, byOne.Length + byOther.Length);
        Assert.Empty(byOne.Select(key => key.Job).Intersect(byOther.Select(key => key.Job)));
    }

    /// <summary>A node that stands still for longer than its lease, and then hands out what is another's by now.</summary>
    [Fact]
    public async Task Node_that_wakes_up_late_makes_duplicates_and_nothing_worse()
    {
        var poll = TimeSpan.FromMilliseconds(100);
        await using var late = await StartAsync(poll);
        var held = QueueOf(late).HoldAsync();
        var job = await late.SubmitAsync(100);
        await held.WaitAsync(TimeSpan.FromSeconds(30));
        await using var other = await StartAsync(poll);

        await other.UnderWayAsync(job, 20);
        QueueOf(late).Release();

        await other.AssertCompleteAsync(job);
        await Eventually.TrueAsync(() => !QueueOf(late).Enqueued.IsEmpty, "the late node to hand out");
        await Eventually.GetAsync(async () => await TestQueue.CountAsync(_queue.Images) == 0 ? "" : null, "the queue to be empty");
        Assert.Equal(100, QueueOf(other).Enqueued.Distinct().Count());
        Assert.NotEmpty(QueueOf(late).Enqueued.Intersect(QueueOf(other).Enqueued));
        await other.AssertCompleteAsync(job);
        Assert.Single(await other.Get<IWebhookOutbox>().ClaimDueAsync(DateTimeOffset.UtcNow, TimeSpan.FromMinutes(1), 10, []));
    }

    private static WatchedQueue QueueOf(EngineNode node) => (WatchedQueue)node.Get<IJobQueue>();

    private Task<EngineNode> StartAsync(TimeSpan poll) => EngineNode.StartAsync(_queue, services: services =>
    {
        services.AddDbContextPool<ImageBatchDbContext>(options => options.UseNpgsql(_database));
        services.AddImageBatch(batch => batch.UseEntityFrameworkCore<ImageBatchDbContext>().Configure(options =>
        {
            options.Dispatch.PollInterval = poll;
            options.Dispatch.MaxOutstanding = 8;
        }));
        services.AddSingleton<RabbitMQJobQueue>();
        services.Replace(ServiceDescriptor.Singleton<IJobQueue>(
            provider => new WatchedQueue(provider.GetRequiredService<RabbitMQJobQueue>())));
    });
}
