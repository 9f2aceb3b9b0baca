using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ImageBatch.Recompression.Jpeg.Encoding;

/// <summary>Writes bits, most significant first, to a buffer that has 8 bytes to spare. Nothing is stuffed.</summary>
/// <remarks>Four fields: a structure of five is not kept in registers.</remarks>
internal ref struct BitWriter
{
    /// <summary>Most bits of one append.</summary>
    public const int MostBits = 56;

    /// <summary>The bytes that a buffer has to have beyond what is written.</summary>
    public const int Spare = sizeof(ulong);

    private readonly Span<byte> _target;
    private ulong _window;
    private int _position;
    private int _count;

    public BitWriter(Span<byte> target)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(target.Length, sizeof(ulong));
        _target = target;
    }

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

    /// <summary>Appends whole pairs of tokens, as <see cref="Append"/> would one after the other.</summary>
    /// <param name="tokens">The tokens. The last one is not taken where there is no pair of it.</param>
    /// <param name="codes">
    /// By kind, the length above <see cref="MostBits"/> bits of code; a code for each value of <paramref name="mask"/>.
    /// </param>
    /// <param name="mask">The bits of a kind.</param>
    /// <returns>How many tokens were taken: fewer where a pair does not fit in one append.</returns>
    /// <remarks>Two tokens at once take 3 ms for 27 photographs, one after the other 5: an append waits for the one before.</remarks>
    public int AppendPairs(ReadOnlySpan<uint> tokens, ReadOnlySpan<ulong> codes, uint mask)
    {
        const ulong CodeMask = (1UL << MostBits) - 1;
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual((uint)codes.Length, mask);
        ref var code0 = ref MemoryMarshal.GetReference(codes);
        ref var target = ref MemoryMarshal.GetReference(_target);
        var last = (uint)_target.Length - sizeof(ulong);
        var (window, position, count) = (_window, (uint)_position, _count);
        var i = 0;
        for (; i < tokens.Length - 1; i += 2)
        {
            // In bounds: a kind is no more than the mask, and the position is compared with the last that has 8 bytes.
            var first = Unsafe.Add(ref code0, (nint)((tokens[i] >> 16) & mask));
            var second = Unsafe.Add(ref code0, (nint)((tokens[i + 1] >> 16) & mask));
            var length = (int)(second >> MostBits);
            var both = (int)(first >> MostBits) + length;
            if (both > MostBits || position > last)
            {
                break;
            }

            var bits = (((first & CodeMask) | (tokens[i] & 0xFFFF)) << length) | (second & CodeMask) | (tokens[i + 1] & 0xFFFF);
            count += both;
            window |= bits << (64 - count);
            Unsafe.WriteUnaligned(
                ref Unsafe.Add(ref target, (nint)position),
                BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(window) : window);
            position += (uint)count >> 3;
            window <<= count & ~7;
            count &= 7;
        }

        (_window, _position, _count) = (window, (int)position, count);
        return i;
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
