using ImageBatch.Processing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

public sealed class HostGatesTests
{
    private static readonly Uri One = new("http://one.test/a");
    private static readonly Uri Two = new("http://two.test/a");

    private static readonly TimeSpan Pause = TimeSpan.FromMinutes(5);

    private readonly FakeTimeProvider _time = new();
    private readonly HostGates _gates;

    public HostGatesTests() => _gates = new HostGates(
        new HttpOptions { MaxConnectionsPerHost = 1, BreakAfter = 1, BreakDuration = Pause }, _time);

    [Fact]
    public async Task EnterAsync_atTheCap_waitsForItsHostAlone()
    {
        var one = _gates.Open(One);
        var first = await one.EnterAsync(CancellationToken.None);

        var second = one.EnterAsync(CancellationToken.None);
        using var other = await _gates.Open(Two).EnterAsync(CancellationToken.None);
        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task EnterAsync_cancelled_takesNoPlace()
    {
        var one = _gates.Open(One);
        var first = await one.EnterAsync(CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var second = one.EnterAsync(stop.Token);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        (await one.EnterAsync(CancellationToken.None)).Dispose();
    }

    [Fact]
    public async Task EnterAsync_cancelledWhileTheBreakerIsOpen_givesItsPlaceBack()
    {
        var one = _gates.Open(One);
        Assert.True(one.Breaker.Report(failed: true));
        using var stop = new CancellationTokenSource();
        var waiting = one.EnterAsync(stop.Token);
        Assert.False(waiting.IsCompleted);
        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        _time.Advance(Pause);
        (await one.EnterAsync(CancellationToken.None)).Dispose();
    }

    [Fact]
    public void Open_ofAHostInUse_isTheSameGateUntilItsLastUserClosesIt()
    {
        var first = _gates.Open(One);
        var second = _gates.Open(new Uri("HTTP://ONE.test/b"));
        Assert.Same(first, second);
        Assert.NotSame(first, _gates.Open(new Uri("http://one.test:81/a")));

        _gates.Close(first);
        Assert.Same(first, _gates.Open(One));
        _gates.Close(first);
        _gates.Close(first);

        Assert.NotSame(first, _gates.Open(One));
    }
}
