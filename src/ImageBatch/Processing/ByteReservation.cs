using ImageBatch.Model;

namespace ImageBatch.Processing;

/// <summary>What one image has reserved of the <see cref="ByteBudget"/>. Disposing gives all of it back.</summary>
/// <remarks>Not thread-safe: an image is in one hand at a time.</remarks>
internal sealed class ByteReservation(ByteBudget budget, JobId job) : IDisposable
{
    private bool _disposed;

    public JobId Job => job;

    /// <summary>How many bytes it counts; the budget's to write, as is <see cref="IsKept"/>.</summary>
    public long Bytes { get; set; }

    /// <summary>Whether it counts to what is kept for inputs that waited long.</summary>
    public bool IsKept { get; set; }

    /// <summary>Waits until it counts at least this many bytes.</summary>
    public Task GrowToAsync(long bytes, CancellationToken cancellationToken) =>
        bytes <= Bytes ? Task.CompletedTask : budget.GrowAsync(this, bytes - Bytes, cancellationToken);

    /// <summary>Counts this many bytes from now on, without a wait: what is no longer needed, or is there already.</summary>
    public void SetTo(long bytes) => budget.Change(this, bytes - Bytes, last: false);

    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            budget.Change(this, -Bytes, last: true);
        }
    }
}
