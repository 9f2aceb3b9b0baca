using ImageBatch.Processing;
using Microsoft.Extensions.Time.Testing;

namespace ImageBatch.Tests.Processing;

public sealed class SuspectGateTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task EnterAsync_ofOthers_letsThemInTogether()
    {
        var gate = new SuspectGate(new FakeTimeProvider());

        using var first = await gate.EnterAsync(suspect: false, None);
        using var second = await gate.EnterAsync(suspect: false, None);
    }

    [Fact]
    public async Task EnterAsync_ofASuspect_waitsUntilItIsAlone_andKeepsOthersOut()
    {
        var gate = new SuspectGate(new FakeTimeProvider());
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
        var gate = new SuspectGate(new FakeTimeProvider());
        var first = await gate.EnterAsync(suspect: true, None);

        var second = gate.EnterAsync(suspect: true, None);
        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task EnterAsync_ofASuspectThatGivesUp_letsOthersInAgain()
    {
        var gate = new SuspectGate(new FakeTimeProvider());
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
        var gate = new SuspectGate(new FakeTimeProvider());
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
        var clock = new FakeTimeProvider();
        var gate = new SuspectGate(clock);
        clock.Advance(TimeSpan.FromSeconds(lived));
        using var giveUp = new CancellationTokenSource();

        var trial = gate.WaitForTrialAsync(deaths, giveUp.Token);
        Assert.Equal(goes, trial.IsCompletedSuccessfully);
        await giveUp.CancelAsync();
        await trial.ContinueWith(ended => Assert.Equal(!goes, ended.IsCanceled), TaskScheduler.Default);

        trial = gate.WaitForTrialAsync(deaths, None);
        clock.Advance(TimeSpan.FromSeconds(goes ? 0 : 1.999 - lived));
        Assert.Equal(goes, trial.IsCompletedSuccessfully);
        clock.Advance(TimeSpan.FromMilliseconds(1));
        Assert.True(trial.IsCompletedSuccessfully);
    }
}
