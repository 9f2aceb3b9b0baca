using ImageBatch.Processing;

namespace ImageBatch.Tests.Processing;

public sealed class HostGatesTests
{
    private static readonly Uri One = new("http://one.test/a");
    private static readonly Uri Two = new("http://two.test/a");

    [Fact]
    public async Task EnterAsync_atTheCap_waitsForItsHostAlone()
    {
        var gates = new HostGates(1);
        var first = await gates.EnterAsync(One, CancellationToken.None);

        var second = gates.EnterAsync(One, CancellationToken.None);
        using var other = await gates.EnterAsync(Two, CancellationToken.None);
        Assert.False(second.IsCompleted);
        first.Dispose();

        (await second).Dispose();
    }

    [Fact]
    public async Task EnterAsync_cancelled_takesNoPlace()
    {
        var gates = new HostGates(1);
        var first = await gates.EnterAsync(One, CancellationToken.None);
        using var stop = new CancellationTokenSource();
        var second = gates.EnterAsync(One, stop.Token);

        await stop.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second);
        first.Dispose();

        (await gates.EnterAsync(One, CancellationToken.None)).Dispose();
    }
}
