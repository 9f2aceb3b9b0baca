using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Tests that what a durable queue has taken is there after it was dropped and opened again.</summary>
/// <typeparam name="TFixture">Makes the queue, and opens it again.</typeparam>
public abstract class JobQueueDurabilityConformance<TFixture> : ConformanceSuite<TFixture>
    where TFixture : JobQueueFixture, IReopenable, new()
{
    /// <summary>The queue under test.</summary>
    protected IJobQueue Queue => Fixture.Queue;

    /// <summary>A queue that can be opened again says so.</summary>
    [Fact]
    public virtual void IsDurable_is_true() => Assert.True(Queue.IsDurable);

    /// <summary>What was enqueued, and what was out but not acknowledged, is delivered; what was acknowledged is not.</summary>
    [Fact]
    public virtual async Task Reopening_delivers_what_was_not_acknowledged()
    {
        var job = JobId.New(DateTimeOffset.UnixEpoch);
        await Queue.EnqueueAsync([.. Enumerable.Range(0, 10).Select(index => new ImageKey(job, index, 1))], Token);
        var expected = Enumerable.Range(0, 10).ToHashSet();
        await using (var first = new QueueReceiver(Queue, 5, Token))
        {
            foreach (var delivery in (await first.TakeAsync(5)).Take(2))
            {
                await delivery.AcknowledgeAsync(Token);
                expected.Remove(delivery.Key.Index);
            }
        }

        await Fixture.ReopenAsync();

        await using var second = new QueueReceiver(Queue, 20, Token);
        Assert.Equal(expected, (await second.TakeAsync(8)).Select(delivery => delivery.Key.Index).ToHashSet());
    }
}
