using ImageBatch.Model;
using ImageBatch.Testing;
using Microsoft.Extensions.Time.Testing;
using Npgsql;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>Several nodes on one database, and connections that break under them.</summary>
public sealed class NodesTests : IAsyncLifetime
{
    private readonly FakeTimeProvider _time = new();
    private readonly List<TestNode> _nodes = [];
    private PostgreSqlDatabase _database = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgreSqlDatabase.CreateAsync();
        await _database.CreateTablesAsync();
        _nodes.AddRange(Enumerable.Range(0, 3).Select(i => new TestNode(_database, _time, isPortable: i == 2)));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var node in _nodes)
        {
            await node.DisposeAsync();
        }

        if (_database is not null)
        {
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task SaveAsync_same_results_from_every_node_are_counted_once()
    {
        var job = await _nodes[0].Jobs.AddAsync(600);
        var events = Enumerable.Range(0, 600)
            .SelectMany<int, ImageEvent>(index => [job.Started(index), job.Succeeded(index)]).ToArray();

        var completed = await Task.WhenAll(_nodes.Select((node, seed) => Task.Run(() => SaveAsync(node, events, seed))));

        Assert.Equal(1, completed.Sum());
        Assert.Equal(600, (await _nodes[0].Jobs.AssertFinishedAsync(job)).Images.Succeeded);
        var claims = await Task.WhenAll(_nodes.Select(
            node => node.Outbox.ClaimDueAsync(_time.GetUtcNow(), TimeSpan.FromMinutes(1), 10, [])));
        Assert.Single(claims.SelectMany(claim => claim));
        Assert.Equal(0, await _database.ReadAsync<long>("SELECT count(*) FROM imagebatch_starts"));
    }

    /// <summary>Batches over many jobs in all orders, cancels and leases: what would deadlock, did it not lock in order.</summary>
    [Fact]
    public async Task SaveAsync_storm_over_many_jobs_finishes_each_once()
    {
        var jobs = new List<Job>();
        for (var i = 0; i < 12; i++)
        {
            jobs.Add(await _nodes[0].Jobs.AddAsync(60));
        }

        var events = jobs.SelectMany(job => Enumerable.Range(0, 60).Select(job.Succeeded)).ToArray();
        var leases = Task.Run(() => LeaseAsync(jobs));
        var completed = await Task.WhenAll(Enumerable.Range(0, 9).Select(
            saver => Task.Run(() => SaveAsync(_nodes[saver % 3], events, saver))));
        await leases;

        Assert.Equal(jobs.Count, completed.Sum());
        foreach (var job in jobs)
        {
            await _nodes[1].Jobs.AssertFinishedAsync(job);
        }
    }

    /// <summary>A transaction that another one locks out in the wrong order is a deadlock, which the store tries again.</summary>
    [Fact]
    public async Task SaveAsync_deadlock_is_tried_again()
    {
        var first = await _nodes[0].Jobs.AddAsync(1);
        var second = await _nodes[0].Jobs.AddAsync(1);
        var (low, high) = first.Id < second.Id ? (first, second) : (second, first);
        await using var connection = await _database.Source.OpenConnectionAsync();
        await using var transaction = await connection.BeginTransactionAsync();
        await LockAsync(high);
        var saving = _nodes[0].Jobs.SaveAsync([low.Succeeded(0), high.Succeeded(0)]);
        await Eventually.GetAsync(
            async () => await _database.ReadAsync<long>(
                "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock' AND query LIKE '%FOR UPDATE%'") > 0 ? "" : null,
            "the store to wait for the lock");

        // The victim is either; where it is the store, the store comes again.
        try
        {
            await LockAsync(low);
        }
        catch (PostgresException exception) when (exception.SqlState == "40P01")
        {
        }

        await transaction.RollbackAsync();

        Assert.Equal(2, (await saving).Completed.Count);
        await _nodes[0].Jobs.AssertFinishedAsync(first);
        await _nodes[0].Jobs.AssertFinishedAsync(second);

        async Task LockAsync(Job job)
        {
            await using var command = connection.CreateCommand();
            command.CommandText = $"UPDATE imagebatch_jobs SET run = run WHERE id = '{job.Id}'";
            await command.ExecuteNonQueryAsync();
        }
    }

    /// <summary>As a machine that is suspended, or loses its power: its connection is there, and nobody at its end.</summary>
    [Fact]
    public async Task SaveAsync_node_that_stands_still_before_its_commit_keeps_the_others_from_nothing()
    {
        var job = await _nodes[0].Jobs.AddAsync(2);
        var still = new StandingStill();
        await using var late = new TestNode(_database, _time, configure: options => options.AddInterceptors(still));
        var saving = late.Jobs.SaveAsync([job.Succeeded(0)]);
        await still.Reached;

        await _nodes[0].Jobs.SaveAsync([job.Succeeded(1)]).WaitAsync(TimeSpan.FromSeconds(60));
        Assert.False(saving.IsCompleted);
        still.GoOn();

        Assert.Equal(job.Id, Assert.Single((await saving).Completed).Id);
        await _nodes[0].Jobs.AssertFinishedAsync(job);
    }

    [Fact]
    public async Task SaveAsync_connections_cut_all_the_time_counts_once()
    {
        var job = await _nodes[0].Jobs.AddAsync(1_500);
        var events = Enumerable.Range(0, 1_500).Select(job.Succeeded).ToArray();
        using var stop = new CancellationTokenSource();
        var cutting = CutAsync(stop.Token);

        await Task.WhenAll(_nodes.Select((node, seed) => Task.Run(() => SaveAsync(node, events, seed, patient: true))));
        await stop.CancelAsync();
        var cuts = await cutting;

        Assert.True(cuts > 0, "No connection was cut.");
        Assert.Equal(1_500, (await _nodes[0].Jobs.AssertFinishedAsync(job)).Images.Succeeded);
        Assert.Single(await _nodes[0].Outbox.ClaimDueAsync(_time.GetUtcNow(), TimeSpan.FromMinutes(1), 10, []));
    }

    /// <summary>Saves all events in small batches, in an order of the seed; answers how many jobs that finished.</summary>
    private static async Task<int> SaveAsync(TestNode node, ImageEvent[] events, int seed, bool patient = false)
    {
        var mine = events.ToArray();
        new Random(seed).Shuffle(mine);
        var completed = 0;
        foreach (var batch in mine.Chunk(24))
        {
            for (var saved = false; !saved;)
            {
                try
                {
                    completed += (await node.Jobs.SaveAsync(batch)).Completed.Count;
                    saved = true;
                }
                catch (Exception exception) when (patient && TransientErrors.Contains(exception))
                {
                    await Task.Delay(50);
                }
            }
        }

        return completed;
    }

    private async Task LeaseAsync(List<Job> jobs)
    {
        foreach (var job in jobs.Concat(jobs).Concat(jobs))
        {
            await _nodes[1].Leases.TryAcquireAsync(job.Id, Guid.NewGuid(), TimeSpan.FromTicks(1));
        }
    }

    /// <summary>Ends every other session that works on the tables, again and again; answers how many there were.</summary>
    private async Task<long> CutAsync(CancellationToken stop)
    {
        var cuts = 0L;
        while (!stop.IsCancellationRequested)
        {
            try
            {
                cuts += await _database.ReadAsync<long>("""
                    SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
                    WHERE pid <> pg_backend_pid() AND application_name = current_setting('application_name')
                    """);
            }
            catch (NpgsqlException)
            {
                // Two such statements may have met.
            }

            await Task.Delay(150, CancellationToken.None);
        }

        return cuts;
    }
}
