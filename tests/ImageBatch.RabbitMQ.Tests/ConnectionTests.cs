using System.Diagnostics;
using ImageBatch.Model;
using ImageBatch.Ports;
using ImageBatch.Testing;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;

namespace ImageBatch.RabbitMQ.Tests;

/// <summary>What the queue does when connections break, channels end and answers stay out.</summary>
public sealed class ConnectionTests : IAsyncLifetime
{
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(400);

    private readonly JobId _job = JobId.New(DateTimeOffset.UtcNow);
    private readonly TestQueue _queue = new();
    private readonly TcpProxy _proxy = new(TestQueue.Server.Port);

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await _queue.DisposeAsync();
        await _proxy.DisposeAsync();
    }

    [Fact]
    public async Task ReceiveAsync_connection_cut_delivers_again_what_was_out()
    {
        await _queue.Open().EnqueueAsync(Keys(3));
        await using var receiver = new Deliveries(OpenBehindProxy(), prefetch: 10);
        var lost = await receiver.TakeAsync(3);

        _proxy.Cut();
        var again = await receiver.TakeAsync(3);

        // These mean nothing any more, least of all an end of what has come since, which has the same tags.
        await lost[0].AcknowledgeAsync();
        await lost[1].AcknowledgeAsync();
        await lost[2].ReturnAsync();
        _proxy.Cut();
        var oncemore = await receiver.TakeAsync(3);
        Assert.All([lost, again, oncemore], taken => Assert.Equal([0, 1, 2], taken.Select(delivery => delivery.Key.Index).Order()));
    }

    [Fact]
    public async Task ReceiveAsync_connection_cut_keeps_the_bound_on_what_is_out()
    {
        await _queue.Open().EnqueueAsync(Keys(4));
        await using var receiver = new Deliveries(OpenBehindProxy(), prefetch: 2);
        var held = await receiver.TakeAsync(2);

        _proxy.Cut();
        var next = receiver.TakeAsync();
        await Eventually.GetAsync(
            async () => await TestQueue.CountAsync(_queue.Images) >= 2 ? "" : null, "what was out to be back");
        await Task.Delay(300);

        Assert.False(next.IsCompleted);
        await held[0].AcknowledgeAsync();
        await next;
    }

    [Fact]
    public async Task ReceiveAsync_queue_deleted_goes_on_with_the_next()
    {
        var node = _queue.Open();
        await node.EnqueueAsync(Keys(1));
        await using var receiver = new Deliveries(node, prefetch: 1);
        await (await receiver.TakeAsync()).AcknowledgeAsync();
        var next = receiver.TakeAsync();

        await TestQueue.AskAsync(channel => channel.QueueDeleteAsync(_queue.Images));
        await Eventually.GetAsync(
            async () => await TestQueue.ConsumersAsync(_queue.Images) == 1 ? "" : null,
            "the receiver to consume the new queue");
        await _queue.Open().EnqueueAsync(Keys(1, from: 7));

        Assert.Equal(7, (await next).Key.Index);
    }

    [Fact]
    public async Task EnqueueAsync_queue_deleted_fails_and_then_declares_it_again()
    {
        var node = _queue.Open();
        await node.EnqueueAsync(Keys(1));
        await TestQueue.AskAsync(channel => channel.QueueDeleteAsync(_queue.Images));

        var exception = await Assert.ThrowsAnyAsync<PublishException>(() => node.EnqueueAsync(Keys(1)));
        await node.EnqueueAsync(Keys(2));

        Assert.True(exception.IsReturn);
        Assert.Equal(2u, await TestQueue.CountAsync(_queue.Images));
    }

    [Fact]
    public async Task EnqueueAsync_confirms_lost_fails_and_then_publishes_again()
    {
        var node = OpenBehindProxy();
        await node.EnqueueAsync(Keys(1));
        _proxy.SwallowAnswers();

        await Assert.ThrowsAsync<TimeoutException>(() => node.EnqueueAsync(Keys(3, from: 10)));
        await node.EnqueueAsync(Keys(3, from: 10));

        await using var receiver = new Deliveries(_queue.Open(), prefetch: 10);
        Assert.Equal([0, 10, 10, 11, 11, 12, 12], (await receiver.TakeAsync(7)).Select(delivery => delivery.Key.Index).Order());
        Assert.Equal(2, _proxy.Accepted);
    }

    [Fact]
    public async Task EnqueueAsync_more_keys_than_the_window_confirms_all()
    {
        await _queue.Open(options => options.ConfirmWindow = 2).EnqueueAsync(Keys(100));

        await Eventually.GetAsync(async () => await TestQueue.CountAsync(_queue.Images) == 100 ? "" : null, "100 messages");
    }

    [Fact]
    public async Task EnqueueAsync_broker_away_fails_in_time_and_can_be_cancelled()
    {
        var node = _queue.Open(options => (options.Uri, options.PublishTimeout) = (TestQueue.Address(FreePort.Find()), Short));
        var clock = Stopwatch.StartNew();

        await Assert.ThrowsAsync<TimeoutException>(() => node.EnqueueAsync(Keys(1)));
        Assert.InRange(clock.Elapsed, Short / 2, TimeSpan.FromSeconds(10));

        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(10));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => node.EnqueueAsync(Keys(1), cancellation.Token));
    }

    /// <summary>A return that counted would, on a store that is away for a while, condemn images that harmed nobody.</summary>
    [Fact]
    public async Task ReturnAsync_more_often_than_the_limit_of_deliveries_comes_again()
    {
        var node = _queue.Open(options => options.DeliveryLimit = 2);
        await node.EnqueueAsync(Keys(1));
        await using var receiver = new Deliveries(node, prefetch: 1);
        for (var i = 0; i < 10; i++)
        {
            await (await receiver.TakeAsync()).ReturnAsync();
        }

        await (await receiver.TakeAsync()).AcknowledgeAsync();
        Assert.Equal(0u, await TestQueue.CountAsync(_queue.DeadLetters));
    }

    private IJobQueue OpenBehindProxy() => _queue.Open(
        options => (options.Uri, options.PublishTimeout) = (TestQueue.Address(_proxy.Port), Short));

    private ImageKey[] Keys(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(index => new ImageKey(_job, index, 1))];
}
