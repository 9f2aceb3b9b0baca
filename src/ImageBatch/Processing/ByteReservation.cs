namespace ImageBatch.Processing;

/// <summary>What one image has reserved of the <see cref="ByteBudget"/>. Disposing gives all of it back.</summary>
/// <remarks>Not thread-safe: an image is in one hand at a time.</remarks>
internal sealed class ByteReservation(ByteBudget budget, long inputBytes) : IDisposable
{
    private long _inputBytes = inputBytes;
    private long _workBytes;
    private bool _working;
    private bool _disposed;

    /// <summary>Gives back what the input turned out not to need.</summary>
    public void ShrinkInput(long bytes)
    {
        if (bytes < _inputBytes)
        {
            budget.ReleaseInput(_inputBytes - bytes, last: false);
            _inputBytes = bytes;
        }
    }

    /// <summary>Waits until this many bytes of output and working memory may be taken.</summary>
    public async Task ReserveWorkAsync(long bytes, CancellationToken cancellationToken)
    {
        await budget.ReserveWorkAsync(bytes, cancellationToken).ConfigureAwait(false);
        (_workBytes, _working) = (bytes, true);
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }

        _disposed = true;
        if (_working)
        {
            budget.ReleaseWork(_workBytes, last: true);
        }

        budget.ReleaseInput(_inputBytes, last: true);
    }
}
