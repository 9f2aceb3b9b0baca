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
}
