using ImageBatch.Ports;

namespace ImageBatch.RabbitMQ.Tests;

/// <summary>Takes deliveries from a receiver one by one, with the patience of a test.</summary>
internal sealed class Deliveries(IJobQueue queue, int prefetch) : IAsyncDisposable
{
    private readonly CancellationTokenSource _end = new();
    private IAsyncEnumerator<ImageDelivery>? _deliveries;
    private Task<bool> _next = Task.FromResult(true);

    public async Task<ImageDelivery> TakeAsync()
    {
        _deliveries ??= queue.ReceiveAsync(prefetch, _end.Token).GetAsyncEnumerator();
        _next = _deliveries.MoveNextAsync().AsTask();
        Assert.True(await _next.WaitAsync(TimeSpan.FromSeconds(30)));
        return _deliveries.Current;
    }

    public async Task<List<ImageDelivery>> TakeAsync(int count)
    {
        var taken = new List<ImageDelivery>();
        while (taken.Count < count)
        {
            taken.Add(await TakeAsync());
        }

        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        await ((Task)_next).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (_deliveries is not null)
        {
            await _deliveries.DisposeAsync();
        }

        _end.Dispose();
    }
}
