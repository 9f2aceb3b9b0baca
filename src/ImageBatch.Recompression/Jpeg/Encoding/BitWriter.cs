using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ImageBatch.Recompression.Jpeg.Encoding;

/// <summary>Writes bits, most significant first, to a buffer that has 8 bytes to spare. Nothing is stuffed.</summary>
internal ref struct BitWriter(Span<byte> target)
{
    /// <summary>Most bits of one append.</summary>
    public const int MostBits = 56;

    private readonly Span<byte> _target = target;
    private ulong _window;
    private int _position;
    private int _count;

    /// <summary>Appends up to 56 bits, without a branch: all 8 bytes are written, the whole ones of them to stay.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Append(ulong bits, int count)
    {
        // Between calls at most 7 bits wait, so no more than 63 come together.
        _count += count;
        _window |= bits << (64 - _count);
        BinaryPrimitives.WriteUInt64BigEndian(_target[_position..], _window);
        _position += _count >> 3;
        _window <<= _count & ~7;
        _count &= 7;
    }

    /// <summary>Fills the last byte with ones (T.81, F.1.2.3).</summary>
    /// <returns>The number of bytes written.</returns>
    public int Finish()
    {
        if (_count > 0)
        {
            Append(0xFFu >> _count, 8 - _count);
        }

        return _position;
    }
}
