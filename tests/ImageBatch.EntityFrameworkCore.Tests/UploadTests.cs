using ImageBatch.EntityFrameworkCore.Uploads;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;

namespace ImageBatch.EntityFrameworkCore.Tests;

/// <summary>Uploads that are carried on slowly, by nobody any more, or by two nodes at once.</summary>
public sealed class UploadTests : IAsyncLifetime
{
    private const string Leftovers = """
        SELECT (SELECT count(*) FROM imagebatch_jobs) + (SELECT count(*) FROM imagebatch_products)
            + (SELECT count(*) FROM imagebatch_images)
        """;

    private static readonly TimeSpan LeaseEnded = TimeSpan.FromSeconds(31);

    private readonly WatchedClock _time = new();
    private PostgreSqlDatabase _database = null!;
    private TestNode _node = null!;
    private TestNode _other = null!;

    public async ValueTask InitializeAsync()
    {
        _database = await PostgreSqlDatabase.CreateAsync();
        await _database.CreateTablesAsync();
        _node = new TestNode(_database, _time);
        _other = new TestNode(_database, _time);
    }

    public async ValueTask DisposeAsync()
    {
        if (_database is not null)
        {
            await _node.DisposeAsync();
            await _other.DisposeAsync();
            await _database.DisposeAsync();
        }
    }

    [Fact]
    public async Task AddAsync_lease_that_ended_fails_and_leaves_nothing()
    {
        var id = TestJobs.NewId();
        var lost = await Assert.ThrowsAsync<IOException>(() => _node.Jobs.AddAsync(id, 9_000, "a key", async () =>
        {
            OutlastTheLease();
            Assert.Equal(1, await _other.Uploads.RemoveExpiredAsync(default));
        }));

        Assert.Contains(id.ToString(), lost.Message, StringComparison.Ordinal);
        Assert.Null(await _node.Jobs.FindAsync(id));
        Assert.Equal(0, await _database.ReadAsync<long>(Leftovers));
    }

    [Fact]
    public async Task AddAsync_lease_that_ended_between_pages_fails_and_leaves_nothing()
    {
        await Assert.ThrowsAsync<IOException>(() => _node.Jobs.AddAsync(
            TestJobs.NewId(), null, PagesAsync(), _ => throw new InvalidOperationException("The seal was asked for.")));

        Assert.Equal(0, await _database.ReadAsync<long>(Leftovers));

        async IAsyncEnumerable<IReadOnlyList<Product>> PagesAsync()
        {
            await foreach (var page in SampleJobs.PagesAsync(15_000, pageSize: 5_000))
            {
                yield return page;
                if (page[0].Row == 5_000)
                {
                    OutlastTheLease();
                    Assert.Equal(1, await _other.Uploads.RemoveExpiredAsync(default));
                }
            }
        }
    }

    [Fact]
    public async Task AddAsync_lease_that_ended_and_nobody_took_away_is_carried_on()
    {
        var added = await _node.Jobs.AddAsync(TestJobs.NewId(), 10, beforeSeal: () =>
        {
            OutlastTheLease();
            return Task.CompletedTask;
        });

        Assert.Equal(AddJobOutcome.Added, added.Outcome);
        Assert.Equal(0, await _other.Uploads.RemoveExpiredAsync(default));
    }

    [Fact]
    public async Task AddAsync_key_of_a_dead_upload_is_free_when_its_lease_has_ended()
    {
        var result = await _node.Jobs.AddAsync(TestJobs.NewId(), 10, "a key", async () =>
        {
            Assert.Equal(AddJobOutcome.InFlight, (await _other.Jobs.AddAsync(TestJobs.NewId(), 10, "a key")).Outcome);
            OutlastTheLease();
            Assert.Equal(AddJobOutcome.Added, (await _other.Jobs.AddAsync(TestJobs.NewId(), 20, "a key")).Outcome);
        }).ContinueWith(first => first.Exception?.InnerException, TaskScheduler.Default);

        Assert.IsType<IOException>(result);
        Assert.Equal(20, Assert.Single(await _other.Jobs.QueryAsync(JobQuery.Unfinished)).Images.Total);
        Assert.Equal(41, await _database.ReadAsync<long>(Leftovers));
    }

    [Fact]
    public async Task AddAsync_same_id_after_the_lease_does_not_mix_with_the_dead_upload()
    {
        var id = TestJobs.NewId();
        await Assert.ThrowsAsync<IOException>(() => _node.Jobs.AddAsync(id, 10, beforeSeal: async () =>
        {
            OutlastTheLease();
            Assert.Equal(AddJobOutcome.Added, (await _other.Jobs.AddAsync(id, 20)).Outcome);
        }));

        Assert.Equal(20, (await _node.Jobs.FindAsync(id))!.Images.Total);
        Assert.Equal(41, await _database.ReadAsync<long>(Leftovers));
    }

    [Fact]
    public async Task RemoveExpiredAsync_upload_under_way_is_left_alone()
    {
        var added = await _node.Jobs.AddAsync(TestJobs.NewId(), 10, beforeSeal: async () =>
        {
            OutlastTheLease();
            Assert.True(await _node.Uploads.RenewAsync(await UploadAsync(), default));
            Assert.Equal(0, await _other.Uploads.RemoveExpiredAsync(default));
        });

        Assert.Equal(AddJobOutcome.Added, added.Outcome);
    }

    [Fact]
    public async Task AddAsync_slow_sender_keeps_its_lease()
    {
        await _node.Jobs.AddAsync(TestJobs.NewId(), 10, beforeSeal: async () =>
        {
            const string LeaseEnd = "SELECT staged_until FROM imagebatch_jobs";
            var start = _time.GetUtcNow();
            while (_time.GetUtcNow() - start < LeaseEnded)
            {
                var before = await _database.ReadAsync<long>(LeaseEnd);
                await _time.PassAsync();
                await Eventually.GetAsync(
                    async () => await _database.ReadAsync<long>(LeaseEnd) > before ? "renewed" : null, "the lease to be renewed");
            }

            Assert.Equal(0, await _other.Uploads.RemoveExpiredAsync(default));
        });
    }

    /// <summary>Lets the time of a lease pass while the process that holds it stands still: no timer of it goes off.</summary>
    private void OutlastTheLease() => _time.AdjustTime(_time.GetUtcNow() + LeaseEnded);

    private async Task<Upload> UploadAsync() => new(
        await _database.ReadAsync<Guid>("SELECT id FROM imagebatch_jobs"),
        await _database.ReadAsync<Guid>("SELECT upload FROM imagebatch_jobs"));
}
