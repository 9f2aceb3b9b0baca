using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>The engine's memory for the body of one try to download. Not thread-safe.</summary>
public interface IDownloadBuffer
{
    /// <summary>Most bytes that a body may have after any content coding is undone.</summary>
    int Limit { get; }

    /// <summary>
    /// Waits for memory, which is given once a try and never grows. Call it when the headers are in and before
    /// the first byte of the body is read; time spent here is not the server's.
    /// </summary>
    /// <param name="length">
    /// The exact length of the body if it is known, else null, which reserves <see cref="Limit"/> bytes.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>Memory of that length.</returns>
    /// <exception cref="ImageException">The length is above the limit: <see cref="ImageErrorCodes.DownloadTooLarge"/>.</exception>
    ValueTask<Memory<byte>> ReserveAsync(long? length, CancellationToken cancellationToken);

    /// <summary>Says that the whole body has been written.</summary>
    /// <param name="length">How many bytes of the memory it fills.</param>
    void Complete(int length);
}
