using System.Buffers;

namespace ImageBatch.Recompression.Png.Encoding;

/// <summary>
/// Takes compressed image data as long as they are short enough to be worth having; what comes beyond that is
/// thrown away.
/// </summary>
internal sealed class DataBuffer
{
    private byte[] _buffer = [];
    private long _limit;
    private int _length;

    /// <summary>Whether more came than the limit allows.</summary>
    public bool IsOverfull { get; private set; }

    public ReadOnlySpan<byte> Content => _buffer.AsSpan(0, _length);

    /// <summary>Rents room for one image.</summary>
    /// <param name="capacity">No limit will be larger.</param>
    public void Rent(int capacity) => _buffer = ArrayPool<byte>.Shared.Rent(capacity);

    /// <summary>Forgets what is there.</summary>
    /// <param name="limit">Most bytes to take.</param>
    public void Begin(long limit) => (_limit, _length, IsOverfull) = (Math.Min(limit, _buffer.Length), 0, limit < 0);

    public void Append(ReadOnlySpan<byte> data)
    {
        IsOverfull |= data.Length > _limit - _length;
        if (!IsOverfull)
        {
            data.CopyTo(_buffer.AsSpan(_length));
            _length += data.Length;
        }
    }

    public void Return()
    {
        if (_buffer.Length > 0)
        {
            ArrayPool<byte>.Shared.Return(_buffer);
            (_buffer, _length) = ([], 0);
        }
    }
}
