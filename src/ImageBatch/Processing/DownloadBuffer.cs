using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Processing;

/// <summary>The body of one try to download, in pooled memory that the budget has counted.</summary>
internal sealed class DownloadBuffer(ByteBudget budget, int limit) : IDownloadBuffer, IDisposable
{
    private byte[] _array = [];
    private ByteReservation? _reservation;
    private int _length = -1;

    public int Limit => limit;

    /// <summary>Whether the source has said that the body is whole.</summary>
    public bool IsComplete => _length >= 0;

    public ReadOnlyMemory<byte> Content => _array.AsMemory(0, _length);

    public ByteReservation Reservation => _reservation!;

    public async ValueTask<Memory<byte>> ReserveAsync(long? length, CancellationToken cancellationToken)
    {
        if (_reservation is not null)
        {
            throw new InvalidOperationException("Memory is given once a try.");
        }

        var size = length ?? limit;
        if (size > limit)
        {
            throw ImageErrors.TooLarge(limit);
        }

        _reservation = await budget.ReserveAsync(PooledArray.SizeOf(size), cancellationToken).ConfigureAwait(false);
        _array = PooledArray.Rent((int)size);
        return _array.AsMemory(0, (int)size);
    }

    public void Complete(int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, _array.Length);
        _length = length;
        GiveBackSurplus();
    }

    /// <summary>
    /// Hands all it holds over to a new owner. Disposing of this one, which is empty then, does nothing: who has the
    /// new one may go on reading.
    /// </summary>
    public DownloadBuffer HandOver()
    {
        var other = new DownloadBuffer(budget, limit) { _array = _array, _reservation = _reservation, _length = _length };
        (_array, _reservation, _length) = ([], null, -1);
        return other;
    }

    /// <summary>Hands the reservation over to what the image becomes next.</summary>
    public ByteReservation DetachReservation()
    {
        var reservation = _reservation!;
        _reservation = null;
        return reservation;
    }

    public void Dispose()
    {
        PooledArray.Return(_array);
        _array = [];
        _reservation?.Dispose();
        _reservation = null;
    }

    /// <summary>A body of unknown length was given the most it could need; the usual one needs a fraction of it.</summary>
    private void GiveBackSurplus()
    {
        var needed = PooledArray.SizeOf(_length);
        if (needed >= _array.Length)
        {
            return;
        }

        var exact = PooledArray.Rent(_length);
        _array.AsSpan(0, _length).CopyTo(exact);
        PooledArray.Return(_array);
        _array = exact;
        _reservation!.ShrinkInput(needed);
    }
}
