using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ImageBatch.Recompression.Jpeg.Scans;

/// <summary>Reads bits, most significant first, from an unstuffed and padded segment.</summary>
/// <param name="padded">The segment and <see cref="EntropySegments.Padding"/> bytes.</param>
/// <param name="length">Bytes of the segment.</param>
internal ref struct BitReader(ReadOnlySpan<byte> padded, int length)
{
    private readonly ReadOnlySpan<byte> _bytes = padded;
    private readonly int _length = length;
    private int _position;
    private int _count;

    /// <summary>The next bits, left-aligned.</summary>
    public ulong Window { get; private set; }

    /// <summary>
    /// Whether bits have been consumed that are not there. To be asked once a block at least, so that
    /// <see cref="Refill"/> never comes to the end of the padding.
    /// </summary>
    public readonly bool IsPastEnd => ((long)_position * 8) - _count > (long)_length * 8;

    /// <summary>Fills the window to 56 bits at least, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        Window |= BinaryPrimitives.ReadUInt64BigEndian(_bytes[_position..]) >> _count;

        // The whole bytes that fitted. The bits of the next one that fitted too are read again, as the same bits.
        _position += (63 - _count) >> 3;
        _count |= 56;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Consume(int bits)
    {
        Window <<= bits;
        _count -= bits;
    }
}
