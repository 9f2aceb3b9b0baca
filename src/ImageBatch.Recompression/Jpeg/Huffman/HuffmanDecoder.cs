using System.Runtime.CompilerServices;

namespace ImageBatch.Recompression.Jpeg.Huffman;

/// <summary>
/// One Huffman table of the input (T.81, annexes C and F.2.2), as look-up tables that give a whole coefficient where
/// its code and its magnitude bits fit in one look-up.
/// </summary>
/// <remarks>
/// An entry is <c>value &lt;&lt; 16 | advance &lt;&lt; 8 | bits</c>: the coefficient's value (zero with an end of block
/// and with a run of 16 zeros), how far the position moves, and how many bits are consumed. Zero is no entry.
/// </remarks>
internal sealed class HuffmanDecoder(bool isAc)
{
    /// <summary>Bits of a look-up: 12 would no longer leave room for four tables in a first-level cache.</summary>
    public const int LookupBits = 11;

    /// <summary>What an end of block adds to a position: more than any other sum can reach.</summary>
    public const int EndOfBlockAdvance = 128;

    /// <summary>Largest size of DC differences at 8 bits a sample (F.1.2.1).</summary>
    public const int LargestDcSize = 11;

    // The same of other coefficients (F.1.2.2).
    private const int LargestAcSize = 10;

    private readonly byte[] _definition = new byte[16 + 256];
    private readonly byte[] _built = new byte[16 + 256];
    private readonly int[] _entries = new int[1 << LookupBits];

    // By the look-up's bits: symbol << 8 | code length, where the code alone fits.
    private readonly ushort[] _codes = new ushort[1 << LookupBits];

    // By code length: the first 16-bit window behind its codes, and what to add to a code for its symbol's place.
    private readonly int[] _limits = new int[17];
    private readonly int[] _offsets = new int[17];
    private int _length;
    private int _builtLength;

    /// <summary>The entries, <c>1 &lt;&lt; LookupBits</c> of them.</summary>
    public ReadOnlySpan<int> Entries => _entries;

    public void Clear() => _length = 0;

    /// <param name="definition">The 16 counts and the symbols, as many as the counts say, up to 256.</param>
    public void Define(ReadOnlySpan<byte> definition)
    {
        definition.CopyTo(_definition);
        _length = definition.Length;
    }

    /// <summary>Builds the look-up tables, unless they are those of the last image already.</summary>
    public HuffmanDecoder Prepare()
    {
        if (_length == 0)
        {
            throw JpegErrors.Corrupt("a scan uses a Huffman table that is not there");
        }

        var definition = _definition.AsSpan(0, _length);
        if (!definition.SequenceEqual(_built.AsSpan(0, _builtLength)))
        {
            _builtLength = 0;
            Build(definition[..16], definition[16..]);
            definition.CopyTo(_built);
            _builtLength = _length;
        }

        return this;
    }

    /// <summary>Decodes one symbol.</summary>
    /// <param name="window">The next bits, left-aligned; at least 16 of them are there.</param>
    /// <returns>The symbol above the 8 bits of its code's length, or 0 where no legal code begins.</returns>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Find(ulong window)
    {
        var code = _codes[(int)(window >> (64 - LookupBits))];
        return code != 0 ? code : FindLong(window);
    }

    /// <summary>Decodes what <see cref="Entries"/> has no entry for.</summary>
    /// <param name="window">The next bits, left-aligned; at least 32 of them are there.</param>
    /// <returns>An entry of up to 27 bits, or 0 where no legal code begins.</returns>
    public int DecodeLong(ulong window)
    {
        var found = Find(window);
        return found == 0 ? 0 : ToEntry(found >> 8, found & 0xFF, window);
    }

    private int FindLong(ulong window)
    {
        var bits = (int)(window >> 48);
        for (var length = LookupBits + 1; length <= 16; length++)
        {
            if (bits < _limits[length])
            {
                var place = (bits >> (16 - length)) + _offsets[length];
                return (_built[16 + place] << 8) | length;
            }
        }

        return 0;
    }

    private void Build(ReadOnlySpan<byte> counts, ReadOnlySpan<byte> symbols)
    {
        Array.Clear(_entries);
        Array.Clear(_codes);
        var code = 0;
        var place = 0;
        for (var length = 1; length <= 16; length++)
        {
            _offsets[length] = place - code;
            for (var i = counts[length - 1]; i > 0; i--)
            {
                if (length <= LookupBits)
                {
                    Fill(code, length, symbols[place]);
                }

                code++;
                place++;
            }

            // The code of ones alone is never given (annex C), so the next one must still fit.
            if (code >= 1 << length)
            {
                throw JpegErrors.Corrupt("a Huffman table has more codes than there are");
            }

            _limits[length] = code << (16 - length);
            code <<= 1;
        }
    }

    /// <summary>Enters a code for every look-up that begins with it.</summary>
    private void Fill(int code, int length, int symbol)
    {
        var first = code << (LookupBits - length);
        var count = 1 << (LookupBits - length);
        _codes.AsSpan(first, count).Fill((ushort)((symbol << 8) | length));
        for (var bits = first; bits < first + count; bits++)
        {
            var entry = ToEntry(symbol, length, (ulong)bits << (64 - LookupBits));
            _entries[bits] = (entry & 0xFF) <= LookupBits ? entry : 0;
        }
    }

    /// <summary>The entry of a symbol whose code and magnitude bits begin the window (F.1.2.1, F.1.2.2).</summary>
    private int ToEntry(int symbol, int length, ulong window)
    {
        var size = isAc ? symbol & 15 : symbol;
        if (size == 0)
        {
            return (symbol, isAc) switch
            {
                (0, false) => (1 << 8) | length,
                (0, true) => (EndOfBlockAdvance << 8) | length,
                (0xF0, true) => (16 << 8) | length,
                _ => 0,
            };
        }

        if (size > (isAc ? LargestAcSize : LargestDcSize))
        {
            return 0;
        }

        // EXTEND (F.2.2.1): a leading 0 means a negative value.
        var magnitude = (int)((window << length) >> (64 - size));
        var value = magnitude < 1 << (size - 1) ? magnitude - (1 << size) + 1 : magnitude;
        var advance = isAc ? (symbol >> 4) + 1 : 1;
        return (value << 16) | (advance << 8) | (length + size);
    }
}
