using ImageBatch.Conformance;
using ImageBatch.Ports;

namespace ImageBatch.RabbitMQ.Tests;

public sealed class RabbitMQFixture : JobQueueFixture, IReopenable
{
    private readonly TestQueue _queue = new();
    private IJobQueue? _node;

    public override IJobQueue Queue => _node!;

    public override ValueTask InitializeAsync() => ReopenAsync();

    public ValueTask ReopenAsync()
    {
        _node = _queue.Open();
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        await _queue.DisposeAsync();
    }
}
