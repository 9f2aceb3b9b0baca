using ImageBatch.Model;
using ImageBatch.Ports;

namespace ImageBatch.Processing;

/// <summary>The body of one try to download, in pooled memory that the budget has counted.</summary>
/// <param name="budget">Where the memory is counted.</param>
/// <param name="job">Whose share it counts to.</param>
/// <param name="limit">Most bytes.</param>
/// <param name="least">How many bytes are kept for it at the least, whatever its server says.</param>
/// <param name="turn">The turn that its download is; null where nobody waits for one.</param>
internal sealed class DownloadBuffer(
    ByteBudget budget, JobId job, int limit, int least = 0, DownloadTurn? turn = null) : IDownloadBuffer, IDisposable
{
    private const int FirstStep = 16 << 10;

    private byte[] _array = [];
    private ByteReservation? _reservation;
    private int _expected;
    private int _length;

    public JobId Job => job;

    public int Limit => limit;

    /// <summary>Whether the source has said that the body is whole.</summary>
    public bool IsComplete { get; private set; }

    public ReadOnlyMemory<byte> Content => _array.AsMemory(0, _length);

    public void Expect(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        if (length > limit)
        {
            throw ImageErrors.TooLarge(limit);
        }

        _expected = (int)length;
    }

    public async ValueTask<Memory<byte>> GetMemoryAsync(CancellationToken cancellationToken)
    {
        if (_length == limit)
        {
            throw ImageErrors.TooLarge(limit);
        }

        if (turn is not null)
        {
            await turn.ResumeAsync(cancellationToken).ConfigureAwait(false);
        }

        if (_length == _array.Length)
        {
            await GrowAsync(cancellationToken).ConfigureAwait(false);
        }

        return _array.AsMemory(_length, Math.Min(_array.Length, limit) - _length);
    }

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _length);
        _length += count;
        turn?.Heard(count);
    }

    public void Complete()
    {
        // Of an empty body too somebody asks for the reservation.
        _reservation ??= budget.Count(job, PooledArray.SizeOf(0));
        IsComplete = true;
        var needed = PooledArray.SizeOf(_length);
        if (needed < _array.Length)
        {
            MoveTo(PooledArray.Rent(_length));
        }

        _reservation.SetTo(needed);
    }

    /// <summary>
    /// Hands all it holds over to a new owner. Disposing of this one, which is empty then, does nothing: who has the
    /// new one may go on reading.
    /// </summary>
    public DownloadBuffer HandOver()
    {
        var other = new DownloadBuffer(budget, job, limit)
        {
            _array = _array,
            _reservation = _reservation,
            _length = _length,
            IsComplete = IsComplete,
        };
        (_array, _reservation, _length) = ([], null, 0);
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

    /// <summary>
    /// Doubles, and once an eighth of the length that the body claims has come takes all of it: so it has a few times the
    /// memory of what has come of it, and bodies that came in part do not wait for each other.
    /// </summary>
    private async Task GrowAsync(CancellationToken cancellationToken)
    {
        var size = Math.Min(Math.Max(2 * (long)_length, FirstStep), limit);
        if (_length < _expected && 8 * size >= _expected)
        {
            size = _expected;
        }

        var counted = PooledArray.SizeOf(Math.Max(size, least));
        if (_reservation is null)
        {
            _reservation = await budget.ReserveAsync(job, counted, cancellationToken).ConfigureAwait(false);
        }
        else
        {
            await _reservation.GrowToAsync(counted, cancellationToken).ConfigureAwait(false);
        }

        MoveTo(PooledArray.Rent((int)size));
    }

    private void MoveTo(byte[] array)
    {
        _array.AsSpan(0, _length).CopyTo(array);
        PooledArray.Return(_array);
        _array = array;
    }
}
