using System.Buffers.Binary;
using System.Runtime.CompilerServices;

namespace ImageBatch.Recompression.Jpeg.Scans;

/// <summary>Reads bits, most significant first, from an unstuffed and padded segment.</summary>
/// <param name="padded">The segment and <see cref="EntropySegments.Padding"/> bytes.</param>
/// <remarks>Four fields: a structure of five is not kept in registers.</remarks>
internal ref struct BitReader(ReadOnlySpan<byte> padded)
{
    /// <summary>The segment and its padding.</summary>
    public ReadOnlySpan<byte> Bytes { get; } = padded;

    /// <summary>The next byte that is not in the window, or not as a whole.</summary>
    public int Position { get; set; }

    /// <summary>How many bits of the window are sure to be there, up to 63.</summary>
    public int Count { get; set; }

    /// <summary>The next bits, left-aligned.</summary>
    public ulong Window { get; set; }

    /// <summary>
    /// Whether bits have been consumed that are not there. To be asked once a block at least, so that
    /// <see cref="Refill"/> never comes to the end of the padding.
    /// </summary>
    public readonly bool IsPastEnd => ((long)Position * 8) - Count > (Bytes.Length - EntropySegments.Padding) * 8L;

    /// <summary>Fills the window to 56 bits at least, without a branch.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Refill()
    {
        Window |= BinaryPrimitives.ReadUInt64BigEndian(Bytes[Position..]) >> Count;

        // The whole bytes that fitted. The bits of the next one that fitted too are read again, as the same bits.
        Position += (63 - Count) >> 3;
        Count |= 56;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Consume(int bits)
    {
        Window <<= bits;
        Count -= bits;
    }

    /// <summary>Reads up to 16 bits of those that are in the window.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Read(int bits)
    {
        // A shift by 64 would be one by 0, so it comes in two steps.
        var value = (int)(Window >> 1 >> (63 - bits));
        Consume(bits);
        return value;
    }

    /// <summary>Reads one bit, and refills the window where it is empty.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int ReadBit()
    {
        if (Count == 0)
        {
            Refill();
        }

        return Read(1);
    }
}
