using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Several receivers of one queue.</summary>
internal sealed class QueueReceivers(IReadOnlyList<QueueReceiver> receivers) : IAsyncDisposable
{
    private Task _draining = Task.CompletedTask;

    /// <summary>Acknowledges whatever any of them gets, until a delivery is the last.</summary>
    public Task DrainAsync(Func<ImageDelivery, bool> isLast) =>
        _draining = Task.WhenAll(receivers.Select(receiver => Task.Run(() => DrainAsync(receiver, isLast))));

    public async ValueTask DisposeAsync()
    {
        // A test that failed has left them draining: one that is disposed while it takes the next would wait for ever.
        await CancelAsync();
        await _draining.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }
    }

    private Task CancelAsync() => Task.WhenAll(receivers.Select(receiver => receiver.CancelAsync()));

    private async Task DrainAsync(QueueReceiver receiver, Func<ImageDelivery, bool> isLast)
    {
        try
        {
            while (true)
            {
                var delivery = await receiver.TakeOneAsync();
                await delivery.AcknowledgeAsync();
                if (isLast(delivery))
                {
                    await CancelAsync();
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The last delivery has come.
        }
    }
}
