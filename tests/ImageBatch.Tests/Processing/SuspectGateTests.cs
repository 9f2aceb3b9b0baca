using ImageBatch.Processing;

namespace ImageBatch.Tests.Processing;

public sealed class SuspectGateTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task EnterAsync_ofOthers_letsThemInTogether()
    {
        var gate = new SuspectGate(TimeProvider.System);

        using var first = await gate.EnterAsync(suspect: false, None);
        using var second = await gate.EnterAsync(suspect: false, None);
    }

    [Fact]
    public async Task EnterAsync_ofASuspect_waitsUntilItIsAlone_andKeepsOthersOut()
    {
        var gate = new SuspectGate(TimeProvider.System);
        var inside = await gate.EnterAsync(suspect: false, None);

        var suspect = gate.EnterAsync(suspect: true, None);
        var behind = gate.EnterAsync(suspect: false, None);
        Assert.False(suspect.IsCompleted);
        Assert.False(behind.IsCompleted);
        inside.Dispose();
        var alone = await suspect;
        Assert.False(behind.IsCompleted);
        alone.Dispose();

        (await behind).Dispose();
    }

    [Fact]
    public async Task EnterAsync_ofTwoSuspects_letsThemInOneAfterTheOther()
    {
        var gate = new SuspectGate(TimeProvider.System);
        var first = await gate.EnterAsync(suspect: true, None);

        var second = gate.EnterAsync(suspect: true, None);
        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task EnterAsync_ofASuspectThatGivesUp_letsOthersInAgain()
    {
        var gate = new SuspectGate(TimeProvider.System);
        var inside = await gate.EnterAsync(suspect: false, None);
        using var stop = new CancellationTokenSource();
        var suspect = gate.EnterAsync(suspect: true, stop.Token);
        var behind = gate.EnterAsync(suspect: false, None);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => suspect);

        (await behind).Dispose();
        inside.Dispose();
    }

    [Fact]
    public async Task EnterAsync_placeThatIsLeftTwice_letsInOnce()
    {
        var gate = new SuspectGate(TimeProvider.System);
        var first = await gate.EnterAsync(suspect: false, None);
        using var second = await gate.EnterAsync(suspect: false, None);
        first.Dispose();
        first.Dispose();

        using var giveUp = new CancellationTokenSource();
        var suspect = gate.EnterAsync(suspect: true, giveUp.Token);
        Assert.False(suspect.IsCompleted);
        await giveUp.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => suspect);
    }

    [Theory]
    [InlineData(0, 0, true)]
    [InlineData(1, 0, true)]
    [InlineData(2, 0, false)]
    [InlineData(2, 1.9, false)]
    [InlineData(2, 2.1, true)]
    public async Task WaitForTrialAsync_beforeTheDeathThatCondemns_waitsUntilTheProcessHasLived(int deaths, double lived, bool goes)
    {
        var clock = new Clock();
        var gate = new SuspectGate(clock);
        clock.Elapsed = TimeSpan.FromSeconds(lived);
        using var giveUp = new CancellationTokenSource();

        var trial = gate.WaitForTrialAsync(deaths, giveUp.Token);
        Assert.Equal(goes, trial.IsCompletedSuccessfully);
        await giveUp.CancelAsync();
        await trial.ContinueWith(ended => Assert.Equal(!goes, ended.IsCanceled), TaskScheduler.Default);
    }

    private sealed class Clock : TimeProvider
    {
        public TimeSpan Elapsed { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Elapsed.Ticks;

        // Waits in vain, so that nothing here depends on how fast the machine is.
        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period) =>
            System.CreateTimer(callback, state, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }
}
