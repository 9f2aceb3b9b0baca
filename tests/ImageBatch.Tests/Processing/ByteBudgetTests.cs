using ImageBatch.Model;
using ImageBatch.Processing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

/// <summary>A budget of 96 shares 64 and keeps 32 for inputs that waited long.</summary>
public sealed class ByteBudgetTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _time = new();
    private readonly JobId _mine = new(Guid.NewGuid());
    private readonly JobId _other = new(Guid.NewGuid());
    private readonly ByteBudget _budget;

    public ByteBudgetTests() => _budget = new ByteBudget(96, _time);

    public void Dispose() => _budget.Dispose();

    [Fact]
    public async Task ReserveAsync_of_one_job_grants_up_to_its_share_and_goes_on_when_some_comes_back()
    {
        var first = await _budget.ReserveAsync(_mine, 40, None);
        var second = _budget.ReserveAsync(_mine, 20, None);
        Assert.False(second.IsCompleted);
        first.SetTo(20);

        using var granted = await second;
        Assert.Equal(40, _budget.Reserved);
    }

    [Fact]
    public async Task ReserveAsync_that_waits_blocks_neither_another_job_nor_a_later_one_that_fits()
    {
        using var first = await _budget.ReserveAsync(_mine, 40, None);
        var large = _budget.ReserveAsync(_mine, 30, None);
        var larger = _budget.ReserveAsync(_other, 30, None);
        Assert.False(large.IsCompleted || larger.IsCompleted);

        using var small = await _budget.ReserveAsync(new JobId(Guid.NewGuid()), 10, None);
        Assert.False(large.IsCompleted || larger.IsCompleted);
    }

    [Fact]
    public void ReserveAsync_of_many_jobs_that_take_all_they_can_leaves_some_for_the_next()
    {
        using var budget = new ByteBudget(96_000, _time);
        for (var job = 0; job < 10; job++)
        {
            var bad = new JobId(Guid.NewGuid());
            for (var body = 0; body < 400; body++)
            {
                _ = budget.ReserveAsync(bad, 100, None);
            }
        }

        Assert.True(budget.ReserveAsync(_mine, 100, None).IsCompletedSuccessfully);
        Assert.True(budget.ReserveAsync(_other, 100, None).IsCompletedSuccessfully);
    }

    [Fact]
    public async Task ReserveAsync_of_a_large_one_that_small_ones_keep_from_its_turn_takes_what_is_kept_for_such()
    {
        using var small = await _budget.ReserveAsync(_mine, 40, None);
        var large = _budget.ReserveAsync(_other, 32, None);
        var second = _budget.ReserveAsync(_other, 30, None);

        _time.Advance(ByteBudget.Patience - TimeSpan.FromMilliseconds(1));
        Assert.False(large.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        (await large.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
        await second.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(_budget.HighWaterMark, 1, 96);
    }

    [Fact]
    public async Task ReserveAsync_of_more_than_the_budget_is_granted_alone()
    {
        var first = await _budget.ReserveAsync(_mine, 10, None);
        var huge = _budget.ReserveAsync(_other, 1_000, None);
        _time.Advance(2 * ByteBudget.Patience);
        Assert.False(huge.IsCompleted);
        first.Dispose();

        (await huge).Dispose();
        Assert.Equal(0, _budget.Reserved);
    }

    [Fact]
    public async Task GrowToAsync_waits_for_room_and_goes_before_what_begins()
    {
        using var body = await _budget.ReserveAsync(_mine, 20, None);
        var blocker = await _budget.ReserveAsync(_other, 30, None);
        var grows = body.GrowToAsync(40, None);
        Assert.False(grows.IsCompleted);
        blocker.Dispose();

        await grows.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.Equal(40, _budget.Reserved);
    }

    [Fact]
    public async Task GrowToAsync_where_all_of_a_job_wait_for_it_has_the_last_begin_anew()
    {
        var first = await _budget.ReserveAsync(_mine, 20, None);
        var second = await _budget.ReserveAsync(_mine, 20, None);
        var grows = first.GrowToAsync(40, None);
        Assert.False(grows.IsCompleted);

        await Assert.ThrowsAsync<MemoryWithdrawnException>(() => second.GrowToAsync(40, None));
        second.Dispose();

        await grows.WaitAsync(TimeSpan.FromSeconds(30));
        first.Dispose();
        Assert.Equal(0, _budget.Reserved);
    }

    [Fact]
    public async Task GrowToAsync_where_all_jobs_wait_for_each_other_has_one_begin_anew()
    {
        var (mine, other) = (await _budget.ReserveAsync(_mine, 25, None), await _budget.ReserveAsync(_other, 25, None));
        var grows = mine.GrowToAsync(60, None);
        _time.Advance(TimeSpan.FromSeconds(1));

        await Assert.ThrowsAsync<MemoryWithdrawnException>(() => other.GrowToAsync(60, None));
        other.Dispose();

        await grows.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task ReserveAsync_cancelled_leaves_the_line()
    {
        var first = await _budget.ReserveAsync(_mine, 60, None);
        using var stop = new CancellationTokenSource();
        var waits = _budget.ReserveAsync(_mine, 50, stop.Token);
        var behind = _budget.ReserveAsync(_mine, 10, None);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        first.Dispose();

        (await behind).Dispose();
        Assert.Equal(0, _budget.Reserved);
    }

    [Fact]
    public async Task Budget_under_a_storm_of_images_holds_its_capacity_and_comes_back_to_zero()
    {
        using var budget = new ByteBudget(30_000, TimeProvider.System);
        JobId[] jobs = [_mine, _other, new(Guid.NewGuid())];
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(async () =>
        {
            var random = new Random(20_26 + i);
            while (true)
            {
                using var image = await budget.ReserveAsync(jobs[i % 3], random.Next(1, 2_000), None);
                try
                {
                    await Task.Yield();
                    await image.GrowToAsync(random.Next(1, 9_000), None);
                    await Task.Yield();
                    image.SetTo(random.Next(1, 1_000));
                    return;
                }
                catch (MemoryWithdrawnException)
                {
                }
            }
        }))).WaitAsync(TimeSpan.FromSeconds(60), None);

        Assert.Equal(0, budget.Reserved);
        Assert.InRange(budget.HighWaterMark, 1, 30_000);
    }
}
