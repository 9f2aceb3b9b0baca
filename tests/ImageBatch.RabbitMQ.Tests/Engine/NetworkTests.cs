using ImageBatch.Testing;

namespace ImageBatch.RabbitMQ.Tests.Engine;

/// <summary>The whole engine on a network that loses things.</summary>
public sealed class NetworkTests : IAsyncLifetime
{
    private const int Images = 400;

    private readonly TestQueue _queue = new();
    private readonly TcpProxy _proxy = new(TestQueue.Server.Port);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task Job_whose_connections_are_cut_again_and_again_completes()
    {
        await using var node = await StartAsync();
        var job = await node.SubmitAsync(Images);
        for (var cut = 1; cut <= 4; cut++)
        {
            await node.UnderWayAsync(job, cut * Images / 10);
            _proxy.Cut();
        }

        await node.AssertCompleteAsync(job);
        Assert.True(_proxy.Accepted > 4);
    }

    [Fact]
    public async Task Job_whose_confirms_are_lost_is_published_again_and_completes()
    {
        await using var node = await StartAsync();
        var job = await node.SubmitAsync(Images);
        await node.UnderWayAsync(job, Images / 10);
        _proxy.SwallowAnswers();

        await node.AssertCompleteAsync(job);
    }

    private Task<EngineNode> StartAsync() => EngineNode.StartAsync(_queue, broker: options =>
    {
        options.Uri = TestQueue.Address(_proxy.Port);
        options.PublishTimeout = TimeSpan.FromMilliseconds(400);
        options.ConnectTimeout = TimeSpan.FromSeconds(1);
        options.Heartbeat = TimeSpan.FromSeconds(1);
    });
}
