using ImageBatch.Model;
using ImageBatch.Testing;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>
/// Jobs whose servers or images are slow, of which nothing here ever ends by itself, and a job of five good images that
/// comes after them.
/// </summary>
public sealed class OtherJobsTests : IAsyncLifetime
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);

    private ImageServer _good = null!;

    public async ValueTask InitializeAsync() => _good = await ImageServer.StartAsync();

    public ValueTask DisposeAsync() => _good.DisposeAsync();

    [Theory]
    [InlineData(1, 2_000)]
    [InlineData(40, 50)]
    public async Task Job_behind_servers_that_never_answer_is_done_all_the_same(int jobs, int images)
    {
        await using var host = await StartAsync();
        for (var job = 0; job < jobs; job++)
        {
            await host.SubmitAsync(Enumerable.Range(0, images).Select(image => host.Server.MapSilence($"/{job}-{image}")));
        }

        await Eventually.TrueAsync(() => host.Server.TotalHits > 0, "the silent server to be asked");
        await AssertGoodJobIsDoneAsync(host);
    }

    [Fact]
    public async Task Job_behind_servers_that_ask_to_come_back_later_is_done_all_the_same()
    {
        await using var host = await StartAsync();
        for (var job = 0; job < 10; job++)
        {
            await host.SubmitAsync(Enumerable.Range(0, 100).Select(image => host.Server.Map($"/{job}-{image}", context =>
            {
                context.Response.StatusCode = 503;
                context.Response.Headers.RetryAfter = "3600";
                return Task.CompletedTask;
            })));
        }

        await Eventually.TrueAsync(() => host.Server.TotalHits > 0, "the busy server to be asked");
        await AssertGoodJobIsDoneAsync(host);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Job_behind_bodies_that_trickle_is_done_all_the_same(bool lengthIsKnown)
    {
        await using var host = await StartAsync(options => options.Processing.MaxBytesInFlight = 8 << 20);
        var half = new byte[400_000];
        for (var job = 0; job < 4; job++)
        {
            await host.SubmitAsync(Enumerable.Range(0, 50).Select(image => host.Server.Map($"/{job}-{image}", async context =>
            {
                context.Response.ContentLength = lengthIsKnown ? 2 * half.Length : null;
                await context.Response.Body.WriteAsync(half, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Hang.UntilAsync(context.RequestAborted);
            })));
        }

        await Eventually.TrueAsync(() => host.Get<ImageBatch.Processing.ByteBudget>().Reserved > 800_000, "bodies to come in part");
        await AssertGoodJobIsDoneAsync(host);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(300L << 20)]
    public async Task Job_behind_images_that_take_long_to_compress_is_done_all_the_same(long workingBytes)
    {
        await using var host = await StartAsync(options => options.Processing.CompressionSlots = 2);
        using var end = new ManualResetEventSlim();
        using var inCodec = new SemaphoreSlim(0);
        host.Codec.WorkingBytes = workingBytes;
        host.Codec.OnCompress = (input, _) =>
        {
            if (input.Length == 666)
            {
                inCodec.Release();
                end.Wait(Never, CancellationToken.None);
            }
        };
        await host.SubmitAsync(Enumerable.Range(0, 20).Select(i => host.Server.MapBytes($"/{i}", TestImages.Bmp(666, i))));
        Assert.True(await inCodec.WaitAsync(TimeSpan.FromSeconds(60)));
        host.Codec.WorkingBytes = 0;

        await AssertGoodJobIsDoneAsync(host);
        end.Set();
    }

    [Fact]
    public async Task Images_of_one_host_behind_thousands_of_another_in_their_own_job_are_done_all_the_same()
    {
        await using var host = await StartAsync();
        var silent = Enumerable.Range(0, 3_000).Select(image => host.Server.MapSilence($"/{image}"));

        var job = await host.SubmitAsync(silent.Concat(GoodUrls()));

        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Succeeded == 5 ? job : null, "the five good images", 60);
        await host.Client.CancelAsync(job.Id);
    }

    private static Task<EngineHost> StartAsync(Action<ImageBatchOptions>? configure = null) => EngineHost.StartAsync(options =>
    {
        options.Http.HeadersTimeout = Never;
        options.Http.IdleTimeout = Never;
        options.Http.RateGrace = Never;
        options.Http.TryTimeout = Never;
        options.Http.MaxRetryDelay = Never;
        options.Processing.CompressionTimeout = Never;
        options.Processing.DownloadSlots = 4;
        configure?.Invoke(options);
    });

    private IEnumerable<string> GoodUrls() => Enumerable.Range(0, 5).Select(i => _good.MapBytes($"/{i}", TestImages.Bmp(2_000, i)));

    private async Task AssertGoodJobIsDoneAsync(EngineHost host)
    {
        var job = await host.SubmitAsync(GoodUrls());
        Assert.Equal(new ImageCounts(0, 5, 0, 0), (await host.FinishedAsync(job.Id)).Images);
    }
}
