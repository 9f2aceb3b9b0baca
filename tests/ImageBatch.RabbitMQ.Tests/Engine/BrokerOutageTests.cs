using ImageBatch.Model;
using ImageBatch.RabbitMQ.Connections;
using ImageBatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace ImageBatch.RabbitMQ.Tests.Engine;

[CollectionDefinition(DisableParallelization = true)]
public sealed class DisturbsTheBroker;

/// <summary>The broker that all tests share is ended, or has no room: these run alone.</summary>
[Collection(typeof(DisturbsTheBroker))]
public sealed class BrokerOutageTests : IAsyncLifetime
{
    private const int Images = 600;
    private const int UploadsMeanwhile = 10;

    private static readonly TimeSpan Downtime = TimeSpan.FromSeconds(30);

    /// <summary>
    /// A broker of version 3.10 that is killed in the moment after it made a quorum queue may wait for ever for a leader of it.
    /// The test is not about that: its queue has been there for a while.
    /// </summary>
    private static readonly TimeSpan QueueIsKept = TimeSpan.FromSeconds(2);

    private readonly TestQueue _queue = new();

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public ValueTask DisposeAsync() => _queue.DisposeAsync();

    /// <summary>
    /// The broker is killed in the middle of a job, and uploads come in all the time that it is away: each is accepted at once, and
    /// all are dispatched when it is back.
    /// </summary>
    [Fact]
    public async Task Jobs_go_on_after_the_broker_was_away_also_those_that_came_meanwhile()
    {
        await using var node = await EngineNode.StartAsync(_queue, broker: options => options.PublishTimeout = TimeSpan.FromMilliseconds(500));
        await _queue.ConsumedAsync();
        await Task.Delay(QueueIsKept);
        var early = await node.SubmitAsync(Images);
        var before = await node.UnderWayAsync(early, Images / 10);

        TestQueue.Server.StopAtOnce();
        var late = new List<Job>();
        for (var upload = 0; upload < UploadsMeanwhile; upload++)
        {
            late.Add(await node.SubmitAsync(20).WaitAsync(Downtime));
            await Task.Delay(Downtime / UploadsMeanwhile);
        }

        var problem = node.Problem;
        var meanwhile = (await node.Jobs.FindAsync(late[0].Id))!;
        TestQueue.Server.Resume();

        Assert.InRange(before.Images.Succeeded, Images / 10, Images - 1);
        Assert.Contains("broker cannot be reached", problem, StringComparison.Ordinal);
        Assert.Equal((JobStatus.Pending, 20), (meanwhile.Status, meanwhile.Images.Pending));
        foreach (var job in late.Prepend(early))
        {
            await node.AssertCompleteAsync(job);
        }

        await Eventually.TrueAsync(() => node.Problem is null, "readiness to be back");
    }

    [Fact]
    public async Task EnqueueAsync_while_the_broker_blocks_publishers_waits_and_then_goes_on()
    {
        await using var node = await EngineNode.StartAsync(
            _queue, ImageBatchRoles.None, options => options.PublishTimeout = TimeSpan.FromMilliseconds(300));
        var queue = node.Get<Ports.IJobQueue>();
        var broker = node.Get<Broker>();
        ImageKey key = new(JobId.New(DateTimeOffset.UtcNow), 0, 1);
        await queue.EnqueueAsync([key]);

        TestQueue.Server.Control("set_vm_memory_high_watermark", "0");
        try
        {
            // A broker says that it blocks to those who publish: the first message after the alarm is the one that learns it.
            var waiting = queue.EnqueueAsync([key with { Index = 1 }]);
            await Eventually.TrueAsync(() => broker.Publishing.IsBlocked, "the broker to block");
            using var cancellation = new CancellationTokenSource();
            var cancelled = queue.EnqueueAsync([key with { Index = 2 }], cancellation.Token);
            await Task.Delay(3 * broker.Options.PublishTimeout);

            Assert.False(waiting.IsCompleted);
            Assert.Contains("takes no messages", node.Problem, StringComparison.Ordinal);
            await cancellation.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

            TestQueue.Server.Control("set_vm_memory_high_watermark", "0.4");
            await waiting.WaitAsync(TimeSpan.FromSeconds(30));
        }
        finally
        {
            TestQueue.Server.Control("set_vm_memory_high_watermark", "0.4");
        }

        Assert.Null(node.Problem);
        await using var receiver = new Deliveries(_queue.Open(), prefetch: 10);
        Assert.Equal([0, 1], (await receiver.TakeAsync(2)).Select(delivery => delivery.Key.Index).Order());
    }
}
