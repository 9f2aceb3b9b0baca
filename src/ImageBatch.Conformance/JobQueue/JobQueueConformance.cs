using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests that a queue brings each key to a worker at least once, within the bounds of its receivers.</summary>
/// <remarks>No test expects an order, nor that no key comes twice while its first delivery is out.</remarks>
/// <typeparam name="TFixture">Makes the queue.</typeparam>
public abstract class JobQueueConformance<TFixture> : ConformanceSuite<TFixture>
    where TFixture : JobQueueFixture, new()
{
    private readonly JobId _job = JobId.New(DateTimeOffset.UnixEpoch);

    /// <summary>The queue under test.</summary>
    protected IJobQueue Queue => Fixture.Queue;

    /// <summary>A queue that works says so where it can be asked. One that cannot be asked has nothing to prove.</summary>
    [Fact]
    public virtual Task ProbeAsync_of_a_queue_that_works_ends() => Queue is IStoreProbe probe ? probe.ProbeAsync(Token) : Task.CompletedTask;

    /// <summary>Every key is delivered, whole.</summary>
    [Fact]
    public virtual async Task ReceiveAsync_enqueued_keys_delivers_each()
    {
        ImageKey[] keys = [new(_job, 0, 1), new(_job, 999_999, 1), new(_job, 7, 42), new(JobId.New(DateTimeOffset.MaxValue), 7, 1)];
        await Queue.EnqueueAsync(keys, Token);
        await using var receiver = Receive(prefetch: 10);

        Assert.Equal(keys.ToHashSet(), (await receiver.TakeAsync(4)).Select(delivery => delivery.Key).ToHashSet());
    }

    /// <summary>A receiver that waits gets what is enqueued later.</summary>
    [Fact]
    public virtual async Task ReceiveAsync_before_anything_is_enqueued_waits_for_it()
    {
        await using var receiver = Receive(prefetch: 10);
        var waiting = receiver.TakeAsync(3);
        await Queue.EnqueueAsync(Keys(1), Token);
        await Queue.EnqueueAsync([], Token);
        await Queue.EnqueueAsync(Keys(2, from: 1), Token);

        Assert.Equal(3, (await waiting).Count);
    }

    /// <summary>What is acknowledged does not come again.</summary>
    [Fact]
    public virtual async Task AcknowledgeAsync_delivery_does_not_come_again()
    {
        await Queue.EnqueueAsync(Keys(5), Token);
        await using (var first = Receive(prefetch: 10))
        {
            foreach (var delivery in await first.TakeAsync(5))
            {
                await delivery.AcknowledgeAsync(Token);
            }
        }

        await using var second = Receive(prefetch: 10);
        await Queue.EnqueueAsync(Keys(1, from: 100), Token);
        Assert.Equal(100, (await second.TakeOneAsync()).Key.Index);
    }

    /// <summary>What is returned comes again, while the receiver goes on.</summary>
    [Fact]
    public virtual async Task ReturnAsync_delivery_comes_again()
    {
        await Queue.EnqueueAsync(Keys(1), Token);
        await using var receiver = Receive(prefetch: 1);
        for (var i = 0; i < 5; i++)
        {
            var delivery = await receiver.TakeOneAsync();
            Assert.Equal(new ImageKey(_job, 0, 1), delivery.Key);
            await delivery.ReturnAsync(Token);
        }
    }

    /// <summary>What is returned may go to any receiver.</summary>
    [Fact]
    public virtual async Task ReturnAsync_delivery_goes_to_another_receiver_where_the_first_has_ended()
    {
        await Queue.EnqueueAsync(Keys(1), Token);
        await using (var first = Receive(prefetch: 1))
        {
            await (await first.TakeOneAsync()).ReturnAsync(Token);
        }

        await using var second = Receive(prefetch: 1);
        Assert.Equal(new ImageKey(_job, 0, 1), (await second.TakeOneAsync()).Key);
    }

    /// <summary>
    /// No more deliveries are out with a receiver than it asked for: what is beyond goes to another, though the first
    /// is asked for more.
    /// </summary>
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public virtual async Task ReceiveAsync_prefetch_bounds_what_is_out(int prefetch)
    {
        await Queue.EnqueueAsync(Keys(prefetch + 2), Token);
        await using var first = Receive(prefetch);
        var held = await first.TakeAsync(prefetch);
        var waiting = first.TakeOneAsync();
        await using var second = Receive(prefetch: 2);

        var others = await second.TakeAsync(2);

        Assert.False(waiting.IsCompleted);
        Assert.Equal(
            Keys(prefetch + 2).ToHashSet(), held.Concat(others).Select(delivery => delivery.Key).ToHashSet());

        // An end of one that is held makes room for the next.
        await others[0].ReturnAsync(Token);
        await held[0].AcknowledgeAsync(Token);
        var next = await Task.WhenAny(waiting, second.TakeOneAsync());
        Assert.Equal(others[0].Key, (await next).Key);
    }

    /// <summary>Each acknowledge makes room for the next delivery.</summary>
    [Fact]
    public virtual async Task AcknowledgeAsync_one_by_one_drains_the_queue()
    {
        await Queue.EnqueueAsync(Keys(50), Token);
        await using var receiver = Receive(prefetch: 1);
        var seen = new HashSet<int>();
        while (seen.Count < 50)
        {
            var delivery = await receiver.TakeOneAsync();
            seen.Add(delivery.Key.Index);
            await delivery.AcknowledgeAsync(Token);
        }
    }

    /// <summary>What a receiver leaves unended goes back when it ends, whether it is disposed or cancelled.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public virtual async Task ReceiveAsync_ended_gives_back_what_is_out(bool cancelled)
    {
        await Queue.EnqueueAsync(Keys(6), Token);
        await using (var first = Receive(prefetch: 4))
        {
            var held = await first.TakeAsync(4);
            await held[0].AcknowledgeAsync(Token);
            await held[1].ReturnAsync(Token);
            if (cancelled)
            {
                await first.CancelAsync();
            }
        }

        await using var second = Receive(prefetch: 10);
        var rest = await second.TakeAsync(5);
        Assert.Equal(5, rest.Select(delivery => delivery.Key).Distinct().Count());
    }

    /// <summary>Cancelling ends a receiver that waits, and takes nothing with it.</summary>
    [Fact]
    public virtual async Task ReceiveAsync_cancelled_while_waiting_ends()
    {
        await using var first = Receive(prefetch: 1);
        var waiting = first.TakeOneAsync();
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);

        await Queue.EnqueueAsync(Keys(1), Token);
        await using var second = Receive(prefetch: 1);
        Assert.Equal(0, (await second.TakeOneAsync()).Key.Index);
    }

    /// <summary>Cancelling ends a receiver that is full.</summary>
    [Fact]
    public virtual async Task ReceiveAsync_cancelled_while_full_ends()
    {
        await Queue.EnqueueAsync(Keys(2), Token);
        await using var first = Receive(prefetch: 1);
        await first.TakeOneAsync();
        var waiting = first.TakeOneAsync();
        await first.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => waiting);
    }

    /// <summary>A key that is enqueued twice is two deliveries, each ended on its own.</summary>
    [Fact]
    public virtual async Task EnqueueAsync_same_key_twice_delivers_it_twice()
    {
        await Queue.EnqueueAsync([.. Keys(1), .. Keys(1)], Token);
        await using var receiver = Receive(prefetch: 10);

        var both = await receiver.TakeAsync(2);

        Assert.Equal(both[0].Key, both[1].Key);
        await both[0].AcknowledgeAsync(Token);
        await both[1].ReturnAsync(Token);
        Assert.Equal(both[0].Key, (await receiver.TakeOneAsync()).Key);
    }

    /// <summary>Receivers share what many enqueue at once; nothing is lost.</summary>
    [Fact]
    public virtual async Task ReceiveAsync_several_receivers_share_what_is_enqueued()
    {
        const int total = 2_000;
        var seen = new HashSet<int>();
        await using var receivers = new QueueReceivers([.. Enumerable.Range(0, 4).Select(_ => Receive(prefetch: 8))]);
        var draining = receivers.DrainAsync(delivery =>
        {
            lock (seen)
            {
                seen.Add(delivery.Key.Index);
                return seen.Count == total;
            }
        });

        await Task.WhenAll(Enumerable.Range(0, 8).Select(
            part => Task.Run(() => Queue.EnqueueAsync(Keys(total / 8, from: part * total / 8), Token))));
        await draining;

        Assert.Equal(total, seen.Count);
    }

    /// <summary>A receiver must be allowed to hold one delivery.</summary>
    [Fact]
    public virtual void ReceiveAsync_prefetch_below_1_is_refused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Queue.ReceiveAsync(0, Token).GetAsyncEnumerator(Token));

    private ImageKey[] Keys(int count, int from = 0) =>
        [.. Enumerable.Range(from, count).Select(index => new ImageKey(_job, index, 1))];

    private QueueReceiver Receive(int prefetch) => new(Queue, prefetch, Token);
}
