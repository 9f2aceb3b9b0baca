using ImageMagick;

namespace ImageBatch.Magick;

/// <summary>
/// Stops ImageMagick between rows, by its progress monitor. What it does without images to watch, reading above all, runs
/// to its end.
/// </summary>
internal sealed class Interruption(CancellationToken cancellationToken)
{
    public void Watch(IEnumerable<IMagickImage<byte>> images)
    {
        cancellationToken.ThrowIfCancellationRequested();
        foreach (var image in images)
        {
            image.Progress += (_, progress) => progress.Cancel = cancellationToken.IsCancellationRequested;
        }
    }

    /// <summary>An operation that was stopped throws anything, or returns as if it were done.</summary>
    /// <exception cref="OperationCanceledException">The token was cancelled before or meanwhile.</exception>
    public void Run(Action operation)
    {
        cancellationToken.ThrowIfCancellationRequested();
        try
        {
            operation();
        }
        catch (MagickException) when (cancellationToken.IsCancellationRequested)
        {
        }

        cancellationToken.ThrowIfCancellationRequested();
    }
}
