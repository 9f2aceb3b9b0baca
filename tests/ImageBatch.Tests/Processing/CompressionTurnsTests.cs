using ImageBatch.Model;
using ImageBatch.Processing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

/// <summary>Two slots and 80 bytes, of which 10 are for images that need no more.</summary>
public sealed class CompressionTurnsTests : IDisposable
{
    private static readonly CancellationToken None = CancellationToken.None;

    private readonly FakeTimeProvider _time = new();
    private readonly JobId _bad = new(Guid.NewGuid());
    private readonly JobId _good = new(Guid.NewGuid());
    private readonly CompressionTurns _turns;

    public CompressionTurnsTests() => _turns = new CompressionTurns(2, 80, _time);

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task EnterAsync_of_one_job_gives_the_slots_and_no_more_however_long_it_waits()
    {
        var first = await _turns.EnterAsync(_bad, 1, None);
        await _turns.EnterAsync(_bad, 1, None);
        var third = _turns.EnterAsync(_bad, 1, None);
        _time.Advance(TimeSpan.FromHours(1));
        Assert.False(third.IsCompleted);
        first.Dispose();

        await third.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnterAsync_of_another_job_while_long_ones_hold_all_slots_gets_one_more_after_the_patience()
    {
        await _turns.EnterAsync(_bad, 1, None);
        await _turns.EnterAsync(_bad, 1, None);
        var good = _turns.EnterAsync(_good, 1, None);
        Assert.False(good.IsCompleted);
        _time.Advance(CompressionTurns.Patience);

        await good.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnterAsync_of_many_jobs_of_long_ones_gets_at_most_twice_the_slots()
    {
        var jobs = Enumerable.Range(0, 10).Select(_ => _turns.EnterAsync(new JobId(Guid.NewGuid()), 1, None)).ToArray();
        _time.Advance(TimeSpan.FromHours(1));
        await Task.WhenAll(jobs[..4]).WaitAsync(TimeSpan.FromSeconds(30));

        Assert.DoesNotContain(jobs[4..], task => task.IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_of_many_jobs_of_large_ones_leaves_slots_above_the_count_to_a_small_one()
    {
        var bad = Enumerable.Range(0, 60).Select(_ => _turns.EnterAsync(new JobId(Guid.NewGuid()), 8, None)).ToArray();
        _time.Advance(TimeSpan.FromHours(1));
        Assert.DoesNotContain(bad[3..], task => task.IsCompleted);

        var good = _turns.EnterAsync(_good, 1, None);
        _time.Advance(CompressionTurns.Patience);

        await good.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnterAsync_of_jobs_that_had_as_much_gives_a_free_slot_to_small_images_first()
    {
        var (first, _) = (await _turns.EnterAsync(_bad, 8, None), await _turns.EnterAsync(_bad, 8, None));
        var bad = Enumerable.Range(0, 20).Select(_ => _turns.EnterAsync(new JobId(Guid.NewGuid()), 8, None)).ToArray();
        Task<IDisposable>[] good = [.. Enumerable.Range(0, 5).Select(_ => _turns.EnterAsync(_good, 1, None))];
        first.Dispose();

        foreach (var image in good)
        {
            var turn = await image.WaitAsync(TimeSpan.FromSeconds(30));
            _time.Advance(TimeSpan.FromMilliseconds(50));
            turn.Dispose();
        }

        await bad[0].WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnterAsync_gives_a_free_slot_to_the_job_that_has_had_the_least_time()
    {
        var (first, second) = (await _turns.EnterAsync(_bad, 1, None), await _turns.EnterAsync(_bad, 1, None));
        var bad = _turns.EnterAsync(_bad, 1, None);
        Task<IDisposable>[] good = [.. Enumerable.Range(0, 3).Select(_ => _turns.EnterAsync(_good, 1, None))];
        _time.Advance(TimeSpan.FromSeconds(30));
        second.Dispose();
        first.Dispose();

        // All three of a moment each, before the next of half a minute.
        foreach (var image in good)
        {
            (await image.WaitAsync(TimeSpan.FromSeconds(30))).Dispose();
        }

        await bad.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnterAsync_of_a_new_job_begins_where_the_others_stand()
    {
        var (first, second) = (await _turns.EnterAsync(_bad, 1, None), await _turns.EnterAsync(_bad, 1, None));
        _time.Advance(TimeSpan.FromHours(1));
        Task<IDisposable>[] good = [.. Enumerable.Range(0, 2).Select(_ => _turns.EnterAsync(_good, 1, None))];
        var bad = _turns.EnterAsync(_bad, 1, None);
        first.Dispose();
        second.Dispose();

        // The job of two hours does not wait until the new one has had as many.
        await Task.WhenAll(good[0], bad).WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(good[1].IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_of_a_large_one_lets_those_by_that_fit_beside_it()
    {
        var large = await _turns.EnterAsync(_bad, 500, None);
        var second = _turns.EnterAsync(_bad, 500, None);
        Assert.False(second.IsCompleted);

        (await _turns.EnterAsync(_good, 30, None)).Dispose();
        var express = await _turns.EnterAsync(_good, 10, None);
        Assert.False(second.IsCompleted);
        large.Dispose();

        await second.WaitAsync(TimeSpan.FromSeconds(30));
        express.Dispose();
    }

    [Fact]
    public async Task EnterAsync_of_a_large_one_that_others_keep_from_its_turn_has_later_ones_leave_it_room()
    {
        var running = await _turns.EnterAsync(_good, 40, None);
        var large = _turns.EnterAsync(_bad, 500, None);
        Assert.False(large.IsCompleted);
        _time.Advance(CompressionTurns.Patience);
        var later = _turns.EnterAsync(_good, 30, None);
        Assert.False(later.IsCompleted);
        var small = await _turns.EnterAsync(_good, 10, None);
        running.Dispose();

        await large.WaitAsync(TimeSpan.FromSeconds(30));
        small.Dispose();
        await later.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnterAsync_cancelled_leaves_the_line()
    {
        var (first, _) = (await _turns.EnterAsync(_bad, 1, None), await _turns.EnterAsync(_bad, 1, None));
        using var stop = new CancellationTokenSource();
        var gone = _turns.EnterAsync(_bad, 1, stop.Token);
        var next = _turns.EnterAsync(_bad, 1, None);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        first.Dispose();

        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }
}
