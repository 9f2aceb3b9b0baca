using ImageBatch.Model;
using ImageBatch.Processing;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

public sealed class DownloadTurnsTests : IDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _time = new();
    private readonly JobId _mine = new(Guid.NewGuid());
    private readonly JobId _other = new(Guid.NewGuid());
    private readonly DownloadTurns _turns;

    public DownloadTurnsTests()
    {
        var options = new ImageBatchOptions
        {
            Processing = { DownloadSlots = 4 },
            Http = { MaxConnectionsPerHost = 4, BreakAfter = 1, BreakDuration = Pause },
        };
        _turns = new DownloadTurns(Options.Create(options), _time);
    }

    public void Dispose() => _turns.Dispose();

    [Fact]
    public async Task EnterAsync_of_one_job_gives_the_slots_of_a_job()
    {
        var places = new List<DownloadTurn>();
        for (var i = 0; i < 4; i++)
        {
            places.Add(await Enter(_mine, $"{i}.test"));
        }

        var fifth = Enter(_mine, "5.test");
        Assert.False(fifth.IsCompleted);
        places[0].Dispose();
        places[0].Dispose();

        await fifth;
        Assert.False(Enter(_mine, "6.test").IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_of_jobs_with_silent_servers_leaves_slots_for_one_that_comes_next()
    {
        var bad = Enumerable.Range(0, 100).SelectMany(job =>
        {
            var id = new JobId(Guid.NewGuid());
            return Enumerable.Range(0, 10).Select(image => Enter(id, $"{job}-{image}.test")).ToArray();
        }).ToArray();
        var good = Enumerable.Range(0, 5).Select(_ => Enter(_mine, "good.test")).ToArray();

        // Of a hundred jobs sixteen have their turn at a time.
        for (var round = 0; round < 7; round++)
        {
            _time.Advance(DownloadTurns.Patience);
        }

        await good[0].WaitAsync(TimeSpan.FromSeconds(30));
        Assert.InRange(bad.Count(task => task.IsCompleted), 16, 200);
    }

    [Fact]
    public async Task ResumeAsync_of_a_try_that_lost_its_slot_waits_for_another_and_keeps_its_place_at_the_host()
    {
        var slow = await Enter(_mine, "slow.test");
        for (var i = 0; i < 3; i++)
        {
            await Enter(_mine, $"{i}.test");
        }

        var next = Enter(_mine, "next.test");
        _time.Advance(DownloadTurns.Patience - TimeSpan.FromMilliseconds(1));
        Assert.True(slow.HasSlot);
        Assert.False(next.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));
        await next.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.False(slow.HasSlot);

        for (var i = 0; i < 3; i++)
        {
            await Enter(_mine, $"more-{i}.test");
        }

        // Little is read without a slot.
        slow.Heard(DownloadTurn.Much - 1);
        Assert.True(slow.ResumeAsync(CancellationToken.None).IsCompleted);
        Assert.False(slow.HasSlot);
        slow.Heard(1);
        var resumes = slow.ResumeAsync(CancellationToken.None);
        Assert.False(resumes.IsCompleted);
        (await next).Dispose();
        await resumes.WaitAsync(TimeSpan.FromSeconds(30));
        Assert.True(slow.HasSlot);
        slow.Dispose();
        slow.Dispose();
    }

    [Fact]
    public async Task Heard_of_a_server_that_goes_on_keeps_the_slot()
    {
        var busy = new List<DownloadTurn>();
        for (var i = 0; i < 4; i++)
        {
            busy.Add(await Enter(_mine, $"{i}.test"));
        }

        var next = Enter(_mine, "next.test");
        for (var i = 0; i < 5; i++)
        {
            _time.Advance(DownloadTurns.Patience * 0.9);
            busy.ForEach(turn => turn.Heard(DownloadTurn.Much));
        }

        Assert.False(next.IsCompleted);
    }

    [Fact]
    public async Task Heard_of_a_server_that_sends_little_does_not_keep_the_slot()
    {
        var busy = new List<DownloadTurn>();
        for (var i = 0; i < 4; i++)
        {
            busy.Add(await Enter(_mine, $"{i}.test"));
        }

        var next = Enter(_mine, "next.test");
        busy.ForEach(turn => turn.Heard(2_048));
        _time.Advance(DownloadTurns.Patience);

        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task NextLook_that_is_over_already_is_due_at_once()
    {
        for (var i = 0; i < 4; i++)
        {
            await Enter(_mine, $"{i}.test");
        }

        // Nobody looks while the clock goes on: what comes then finds slots that may be lost since long.
        _time.Advance(5 * DownloadTurns.Patience);
        var next = Enter(_mine, "next.test");
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnterAsync_at_a_host_where_one_job_waits_for_the_server_leaves_a_place_for_another_job()
    {
        for (var i = 0; i < 3; i++)
        {
            await Enter(_mine, "slow.test");
        }

        Assert.False(Enter(_mine, "slow.test").IsCompleted);
        await Enter(_other, "slow.test");
        Assert.False(Enter(new JobId(Guid.NewGuid()), "slow.test").IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_that_waits_for_its_host_is_passed_over_by_other_hosts_of_its_job()
    {
        for (var i = 0; i < 3; i++)
        {
            await Enter(_mine, "slow.test");
        }

        for (var i = 0; i < 20; i++)
        {
            Assert.False(Enter(_mine, "slow.test").IsCompleted);
        }

        await Enter(_mine, "good.test");
    }

    [Fact]
    public async Task EnterAsync_gives_what_becomes_free_to_jobs_in_turn()
    {
        var held = new List<DownloadTurn>();
        for (var i = 0; i < 3; i++)
        {
            held.Add(await Enter(_mine, "one.test"));
        }

        held.Add(await Enter(_other, "one.test"));
        Task<DownloadTurn>[] mine = [.. Enumerable.Range(0, 3).Select(_ => Enter(_mine, "one.test"))];
        Task<DownloadTurn>[] other = [.. Enumerable.Range(0, 2).Select(_ => Enter(_other, "one.test"))];

        held[0].Dispose();
        held[1].Dispose();
        await mine[0].WaitAsync(TimeSpan.FromSeconds(30));
        held[2].Dispose();
        await other[0].WaitAsync(TimeSpan.FromSeconds(30));
        Assert.DoesNotContain(mine[1..].Concat(other[1..]), task => task.IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_while_the_breaker_is_open_waits_without_a_slot()
    {
        Assert.True(Host("down.test").Breaker.Report(failed: true));
        Task<DownloadTurn>[] waiting = [.. Enumerable.Range(0, 10).Select(_ => Enter(_mine, "down.test"))];

        for (var i = 0; i < 4; i++)
        {
            await Enter(_mine, $"{i}.test");
        }

        _time.Advance(Pause - TimeSpan.FromTicks(1));
        Assert.DoesNotContain(waiting, task => task.IsCompleted);
    }

    [Fact]
    public async Task EnterAsync_after_the_pause_goes_on_by_itself()
    {
        Assert.True(Host("down.test").Breaker.Report(failed: true));
        var waiting = Enter(_mine, "down.test");
        _time.Advance(Pause - TimeSpan.FromMilliseconds(1));
        Assert.False(waiting.IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(1));

        await waiting.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task EnterAsync_cancelled_leaves_the_line()
    {
        var held = new List<DownloadTurn>();
        for (var i = 0; i < 3; i++)
        {
            held.Add(await Enter(_mine, "one.test"));
        }

        using var stop = new CancellationTokenSource();
        var gone = _turns.EnterAsync(_mine, Host("one.test"), stop.Token);
        var next = Enter(_mine, "one.test");
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => gone);
        held[0].Dispose();

        await next.WaitAsync(TimeSpan.FromSeconds(30));
    }

    [Fact]
    public void Open_of_a_host_in_use_is_the_same_gate_until_its_last_user_closes_it()
    {
        var first = Host("one.test");
        Assert.Same(first, _turns.Open(new Uri("HTTP://ONE.test/b")));
        Assert.NotSame(first, _turns.Open(new Uri("http://one.test:81/a")));

        _turns.Close(first);
        Assert.Same(first, Host("one.test"));
        _turns.Close(first);
        _turns.Close(first);

        Assert.NotSame(first, Host("one.test"));
    }

    private HostGate Host(string name) => _turns.Open(new Uri($"http://{name}/a"));

    private Task<DownloadTurn> Enter(JobId job, string host) => _turns.EnterAsync(job, Host(host), CancellationToken.None);
}
