using ImageBatch.Ports;

namespace ImageBatch.Processing;

/// <summary>
/// An image that is being worked on, with every delivery of it: duplicates end as the first one does. A durable queue
/// makes one when it loses the connection of its worker, and then the duplicate is all that is left of the image in it.
/// </summary>
internal sealed class ImageInFlight(ImageDelivery first)
{
    private readonly Lock _gate = new();
    private List<ImageDelivery>? _deliveries = [first];

    /// <summary>Adds a duplicate; false where the work is over.</summary>
    public bool TryJoin(ImageDelivery delivery)
    {
        lock (_gate)
        {
            _deliveries?.Add(delivery);
            return _deliveries is not null;
        }
    }

    /// <summary>Ends the work and takes the deliveries. Nobody joins after that.</summary>
    public IReadOnlyList<ImageDelivery> TakeDeliveries()
    {
        lock (_gate)
        {
            var deliveries = _deliveries ?? [];
            _deliveries = null;
            return deliveries;
        }
    }
}
