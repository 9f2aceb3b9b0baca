using ImageBatch.Processing;

namespace ImageBatch.Tests.Processing;

public sealed class ByteBudgetTests
{
    private static readonly CancellationToken None = CancellationToken.None;

    [Fact]
    public async Task ReserveAsync_grantsInputsUpToHalf()
    {
        var budget = new ByteBudget(100);

        using var first = await budget.ReserveAsync(30, None);
        var second = budget.ReserveAsync(30, None);
        Assert.False(second.IsCompleted);
        first.ShrinkInput(20);

        using var granted = await second;
        Assert.Equal(50, budget.Reserved);
    }

    [Fact]
    public async Task ReserveAsync_isFifo_soThatALargeInputIsNotStarved()
    {
        var budget = new ByteBudget(100);
        var first = await budget.ReserveAsync(40, None);

        var large = budget.ReserveAsync(50, None);
        var small = budget.ReserveAsync(5, None);
        Assert.False(small.IsCompleted);
        first.Dispose();

        using var _ = await large;
        Assert.False(small.IsCompleted);
    }

    [Fact]
    public async Task ReserveAsync_ofMoreThanTheBudget_isGrantedAlone()
    {
        var budget = new ByteBudget(100);
        var first = await budget.ReserveAsync(10, None);

        var huge = budget.ReserveAsync(1_000, None);
        Assert.False(huge.IsCompleted);
        first.Dispose();

        (await huge).Dispose();
        Assert.Equal(0, budget.Reserved);
    }

    [Fact]
    public async Task ReserveWorkAsync_whereInputsFillTheirHalf_isStillGranted()
    {
        var budget = new ByteBudget(100);
        using var first = await budget.ReserveAsync(25, None);
        using var second = await budget.ReserveAsync(25, None);

        await first.ReserveWorkAsync(50, None);
        var waits = second.ReserveWorkAsync(50, None);
        Assert.False(waits.IsCompleted);
        first.Dispose();

        await waits;
        Assert.Equal(100, budget.HighWaterMark);
    }

    [Fact]
    public async Task ReserveWorkAsync_ofMoreThanIsLeft_letsSmallerOnesByAndRunsAlone()
    {
        var budget = new ByteBudget(100);
        using var large = await budget.ReserveAsync(10, None);
        var small = await budget.ReserveAsync(10, None);

        var alone = large.ReserveWorkAsync(200, None);
        Assert.False(alone.IsCompleted);
        await small.ReserveWorkAsync(30, None);
        var newcomer = budget.ReserveAsync(5, None);
        Assert.False(newcomer.IsCompleted);
        Assert.False(alone.IsCompleted);
        small.Dispose();

        await alone;
        large.Dispose();
        (await newcomer).Dispose();
        Assert.Equal(0, budget.Reserved);
    }

    [Fact]
    public async Task ReserveWorkAsync_ofTwoThatDoNotFitBesideEachOther_runsOneAfterTheOther()
    {
        var budget = new ByteBudget(100);
        using var first = await budget.ReserveAsync(25, None);
        using var second = await budget.ReserveAsync(25, None);

        var one = first.ReserveWorkAsync(80, None);
        Assert.False(one.IsCompleted);
        var other = second.ReserveWorkAsync(80, None);
        await one;
        Assert.False(other.IsCompleted);
        first.Dispose();

        await other;
    }

    [Fact]
    public async Task ReserveAsync_cancelled_leavesTheLine()
    {
        var budget = new ByteBudget(100);
        var first = await budget.ReserveAsync(50, None);
        using var stop = new CancellationTokenSource();
        var waits = budget.ReserveAsync(50, stop.Token);
        var behind = budget.ReserveAsync(10, None);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waits);
        first.Dispose();

        (await behind).Dispose();
        Assert.Equal(0, budget.Reserved);
    }

    [Fact]
    public async Task Budget_underAStormOfImages_holdsItsCapacityAndComesBackToZero()
    {
        var budget = new ByteBudget(10_000);
        var seed = 20_26;
        await Task.WhenAll(Enumerable.Range(0, 500).Select(i => Task.Run(async () =>
        {
            var random = new Random(seed + i);
            using var image = await budget.ReserveAsync(random.Next(1, 2_000), None);
            image.ShrinkInput(random.Next(1, 2_000));
            await Task.Yield();
            await image.ReserveWorkAsync(random.Next(1, 5_000), None);
            await Task.Yield();
        }))).WaitAsync(TimeSpan.FromSeconds(60), None);

        Assert.Equal(0, budget.Reserved);
        Assert.InRange(budget.HighWaterMark, 1, 10_000);
    }
}
