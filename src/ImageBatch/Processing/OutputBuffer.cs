using System.Buffers;

namespace ImageBatch.Processing;

/// <summary>Takes a codec's output in one pooled array that begins with the input's length.</summary>
internal sealed class OutputBuffer(int capacity) : IBufferWriter<byte>, IDisposable
{
    private const int SmallestStep = 256;

    private byte[] _array = PooledArray.Rent(capacity);
    private int _length;

    public ReadOnlyMemory<byte> Content => _array.AsMemory(0, _length);

    /// <summary>The bytes that it holds, filled or not.</summary>
    public int Capacity => _array.Length;

    public void Advance(int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, _array.Length - _length);
        _length += count;
    }

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsMemory(_length);
    }

    public Span<byte> GetSpan(int sizeHint = 0)
    {
        EnsureRoom(sizeHint);
        return _array.AsSpan(_length);
    }

    /// <summary>Forgets what a codec wrote before it passed the image on.</summary>
    public void Clear() => _length = 0;

    public void Dispose()
    {
        PooledArray.Return(_array);
        (_array, _length) = ([], 0);
    }

    private void EnsureRoom(int sizeHint)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(sizeHint);
        var needed = Math.Max(sizeHint, 1);
        if (_array.Length - _length >= needed)
        {
            return;
        }

        var step = Math.Max(Math.Max(needed, _length), SmallestStep);
        var larger = PooledArray.Rent(checked(_length + step));
        _array.AsSpan(0, _length).CopyTo(larger);
        PooledArray.Return(_array);
        _array = larger;
    }
}
