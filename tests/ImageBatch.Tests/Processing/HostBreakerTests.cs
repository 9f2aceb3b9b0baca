using ImageBatch.Processing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

public sealed class HostBreakerTests
{
    private static readonly TimeSpan Pause = TimeSpan.FromHours(1);

    private readonly FakeTimeProvider _time = new();
    private readonly HostBreaker _breaker;

    public HostBreakerTests() => _breaker = new HostBreaker(3, Pause, _time);

    [Fact]
    public void Report_ofFailuresInARow_opensForThePause()
    {
        Assert.Equal([false, false, true], Fail(3));

        Assert.Equal(Pause, _breaker.Remaining);
        _time.Advance(Pause - TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.FromTicks(1), _breaker.Remaining);
        _time.Advance(TimeSpan.FromTicks(1));
        Assert.Equal(TimeSpan.Zero, _breaker.Remaining);
    }

    [Fact]
    public void Report_ofASuccess_startsTheCountAnew()
    {
        Fail(2);
        _breaker.Report(failed: false);

        Assert.Equal([false, false, true], Fail(3));
    }

    [Fact]
    public void Report_whileOpen_countsForNothing()
    {
        Fail(3);
        _time.Advance(Pause / 2);
        Assert.Equal([false, false, false], Fail(3));
        _time.Advance(Pause / 2);

        Assert.Equal(TimeSpan.Zero, _breaker.Remaining);
        Assert.Equal([false, false, true], Fail(3));
    }

    [Fact]
    public void Report_withoutAPause_opensNothing() =>
        Assert.False(new HostBreaker(1, TimeSpan.Zero, _time).Report(failed: true));

    private bool[] Fail(int times) => [.. Enumerable.Range(0, times).Select(_ => _breaker.Report(failed: true))];
}
