using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Takes deliveries from a queue one by one. Disposing it ends the receiving.</summary>
internal sealed class QueueReceiver : IAsyncDisposable
{
    // Long enough for a slow broker on a busy machine; a queue that keeps the contract never waits for it.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly CancellationTokenSource _cancellation;
    private readonly IAsyncEnumerator<ImageDelivery> _deliveries;
    private Task _last = Task.CompletedTask;

    public QueueReceiver(IJobQueue queue, int prefetch, CancellationToken token)
    {
        _cancellation = CancellationTokenSource.CreateLinkedTokenSource(token);
        _deliveries = queue.ReceiveAsync(prefetch, _cancellation.Token).GetAsyncEnumerator(_cancellation.Token);
    }

    /// <summary>Takes the next delivery. That the queue ends quietly or by an exception is the same here.</summary>
    public Task<ImageDelivery> TakeOneAsync()
    {
        var next = NextAsync();
        _last = next;
        return next.WaitAsync(Patience);
    }

    public async Task<List<ImageDelivery>> TakeAsync(int count)
    {
        var taken = new List<ImageDelivery>();
        while (taken.Count < count)
        {
            taken.Add(await TakeOneAsync());
        }

        return taken;
    }

    public Task CancelAsync() => _cancellation.CancelAsync();

    public async ValueTask DisposeAsync()
    {
        // An enumerator must not be disposed while it is asked for the next one.
        if (!_last.IsCompleted)
        {
            await _cancellation.CancelAsync();
        }

        await _last.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _deliveries.DisposeAsync();
        _cancellation.Dispose();
    }

    private async Task<ImageDelivery> NextAsync() => await _deliveries.MoveNextAsync()
        ? _deliveries.Current
        : throw new OperationCanceledException("The queue has ended the receiving.");
}
