using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Processing;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.EndToEnd.Tests.Engine;

/// <summary>What a cancelled or deleted job has in flight ends, on this node and on others, long before its timeouts.</summary>
public sealed class DroppedJobTests : IAsyncLifetime
{
    private static readonly TimeSpan Never = TimeSpan.FromMinutes(10);

    private readonly SharedPorts _shared = new();
    private ImageServer _server = null!;
    private int _open;

    public async ValueTask InitializeAsync() => _server = await ImageServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        await _shared.DisposeAsync();
    }

    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public async Task Downloads_and_those_that_wait_end_with_their_job(bool onThisNode, bool isDeleted)
    {
        await using var api = await StartAsync(onThisNode ? ImageBatchRoles.All : ImageBatchRoles.None);
        await using var worker = await StartAsync(onThisNode ? ImageBatchRoles.None : ImageBatchRoles.All);
        var job = await api.SubmitAsync(Enumerable.Range(0, 100).Select(Silence));
        await Eventually.TrueAsync(() => Volatile.Read(ref _open) == 6, "all of the downloads that one job has of a host");

        if (isDeleted)
        {
            Assert.True(await api.Client.DeleteAsync(job.Id));
        }
        else
        {
            await api.Client.CancelAsync(job.Id);
        }

        await Eventually.TrueAsync(() => Volatile.Read(ref _open) == 0, "the downloads to end", 20);
        Assert.Equal(6, _server.TotalHits);
    }

    [Fact]
    public async Task Compression_ends_with_its_job()
    {
        await using var host = await StartAsync(ImageBatchRoles.All);
        using var inCodec = new SemaphoreSlim(0);
        host.Codec.OnCompress = (_, token) =>
        {
            inCodec.Release();
            token.WaitHandle.WaitOne(Never);
            token.ThrowIfCancellationRequested();
        };
        var job = await host.SubmitAsync([_server.MapBytes("/a", TestImages.Bmp())]);
        Assert.True(await inCodec.WaitAsync(TimeSpan.FromSeconds(60)));

        await host.Client.CancelAsync(job.Id);

        await Eventually.TrueAsync(() => host.Get<ByteBudget>().Reserved == 0, "the codec to end", 20);
        Assert.Equal(new ImageCounts(0, 0, 0, 1), (await host.FindAsync(job.Id)).Images);
    }

    [Fact]
    public async Task Images_of_the_next_run_are_not_ended_with_those_of_the_run_before()
    {
        await using var host = await StartAsync(ImageBatchRoles.All);
        var isSilent = true;
        var job = await host.SubmitAsync([
            _server.MapStatus("/fails", 404),
            _server.Map("/slow", context => isSilent ? Hang.UntilAsync(context.RequestAborted) : Task.CompletedTask)]);
        await Eventually.GetAsync(
            async () => (await host.FindAsync(job.Id)).Images.Failed == 1 && _server.Hits("/slow") == 1 ? job : null, "both to be tried");
        await host.Client.CancelAsync(job.Id);
        isSilent = false;
        _server.MapBytes("/fails", TestImages.Bmp());

        Assert.Equal(JobChangeOutcome.Changed, (await host.Client.RetryFailedAsync(job.Id)).Outcome);

        var finished = await Eventually.GetAsync(
            async () => await host.FindAsync(job.Id) is { IsFinished: true, Run: 2 } found ? found : null, "the next run");
        Assert.Equal(1, finished.Images.Succeeded);
    }

    private string Silence(int image) => _server.Map($"/{image}", async context =>
    {
        Interlocked.Increment(ref _open);
        try
        {
            await Hang.UntilAsync(context.RequestAborted);
        }
        finally
        {
            Interlocked.Decrement(ref _open);
        }
    });

    private Task<EngineHost> StartAsync(ImageBatchRoles roles) => EngineHost.StartAsync(
        options =>
        {
            options.Http.HeadersTimeout = Never;
            options.Http.TryTimeout = Never;
            options.Processing.CompressionTimeout = Never;
        },
        _shared.AddTo,
        roles);
}
