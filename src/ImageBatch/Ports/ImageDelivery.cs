using System.Diagnostics;
using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>One image as a queue hands it to a worker. Exactly one of the two methods ends it.</summary>
/// <param name="key">The image and its run.</param>
public abstract class ImageDelivery(ImageKey key)
{
    /// <summary>The image and its run.</summary>
    public ImageKey Key { get; } = key;

    /// <summary>
    /// The activity that was current when the image was enqueued, for the work on it to belong to its trace; default
    /// where there was none or the queue does not carry it.
    /// </summary>
    public ActivityContext TraceContext { get; init; }

    /// <summary>The image is dealt with and is not delivered again.</summary>
    public abstract Task AcknowledgeAsync(CancellationToken cancellationToken = default);

    /// <summary>The image goes back and is delivered again, to any worker.</summary>
    public abstract Task ReturnAsync(CancellationToken cancellationToken = default);
}
