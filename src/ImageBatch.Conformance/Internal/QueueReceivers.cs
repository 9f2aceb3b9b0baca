using ImageBatch.Ports;

namespace ImageBatch.Conformance;

/// <summary>Several receivers of one queue.</summary>
internal sealed class QueueReceivers(IReadOnlyList<QueueReceiver> receivers) : IAsyncDisposable
{
    /// <summary>Acknowledges whatever any of them gets, until a delivery is the last.</summary>
    public Task DrainAsync(Func<ImageDelivery, bool> isLast) =>
        Task.WhenAll(receivers.Select(receiver => Task.Run(() => DrainAsync(receiver, isLast))));

    public async ValueTask DisposeAsync()
    {
        foreach (var receiver in receivers)
        {
            await receiver.DisposeAsync();
        }
    }

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
                    await Task.WhenAll(receivers.Select(other => other.CancelAsync()));
                }
            }
        }
        catch (OperationCanceledException)
        {
            // The last delivery has come.
        }
    }
}
