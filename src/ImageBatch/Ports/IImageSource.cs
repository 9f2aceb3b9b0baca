using ImageBatch.Model;

namespace ImageBatch.Ports;

/// <summary>Gets input images. One call is one try: the engine repeats it, with waits between, where that may help.</summary>
/// <remarks>Thread-safe.</remarks>
public interface IImageSource
{
    /// <summary>Writes the whole body that a URL leads to into the buffer, within the limits of the source.</summary>
    /// <exception cref="ImageException">
    /// Why not, with a <c>download.</c> code; <see cref="ImageException.IsTransient"/> where another try may help.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was cancelled.</exception>
    Task DownloadAsync(Uri uri, IDownloadBuffer buffer, CancellationToken cancellationToken = default);
}
