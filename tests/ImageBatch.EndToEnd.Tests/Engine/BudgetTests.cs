using ImageBatch.Processing;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

public sealed class BudgetTests
{
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Budget_with64ImagesOf20MegabytesAtOnce_holdsAndNothingDeadlocks(bool lengthIsKnown)
    {
        await using var host = await EngineHost.StartAsync();
        host.Codec.WorkingBytes = 30 << 20;
        var body = TestImages.Bmp(20_000_000);
        var urls = Enumerable.Range(0, 64).Select(i => host.Server.Map($"/{i}", async context =>
        {
            context.Response.ContentLength = lengthIsKnown ? body.Length : null;
            await context.Response.Body.WriteAsync(body, context.RequestAborted);
        }));

        var finished = await host.FinishedAsync((await host.SubmitAsync(urls)).Id);

        var budget = host.Get<ByteBudget>();
        Assert.Equal(64, finished.Images.Succeeded);
        Assert.InRange(budget.HighWaterMark, 1, 256L << 20);
        await Eventually.TrueAsync(() => budget.Reserved == 0, "all memory to come back");
    }

    [Fact]
    public async Task Image_thatNeedsMoreThanTheBudget_runsAlone()
    {
        await using var host = await EngineHost.StartAsync(options => options.Processing.MaxBytesInFlight = 8 << 20);
        using var two = new Barrier(2);
        var met = false;
        host.Codec.WorkingBytes = 16 << 20;
        host.Codec.OnCompress = (_, _) => met |= two.SignalAndWait(1, CancellationToken.None);
        var urls = Enumerable.Range(0, 40).Select(i => host.Server.MapBytes($"/{i}", TestImages.Bmp(100_000, i)));

        var finished = await host.FinishedAsync((await host.SubmitAsync(urls)).Id);

        Assert.Equal(40, finished.Images.Succeeded);
        Assert.False(met, "Two were compressed at once.");
    }
}
