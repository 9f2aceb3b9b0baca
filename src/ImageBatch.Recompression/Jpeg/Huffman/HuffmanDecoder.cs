using System.Runtime.CompilerServices;

namespace ImageBatch.Recompression.Jpeg.Huffman;

/// <summary>One Huffman table of the input (T.81, annexes C and F.2.2.3).</summary>
internal sealed class HuffmanDecoder
{
    /// <summary>Bits of a look-up: with 12, the tables of two components no longer fit in a first-level cache.</summary>
    public const int LookupBits = 11;

    /// <summary>Largest size of DC differences at 8 bits a sample (F.1.2.1).</summary>
    public const int LargestDcSize = 11;

    private readonly byte[] _definition = new byte[16 + 256];
    private readonly byte[] _built = new byte[16 + 256];

    // By the look-up's bits: symbol << 8 | code length, where the code alone fits.
    private readonly ushort[] _codes = new ushort[1 << LookupBits];

    // By code length: the first 16-bit window behind its codes, and what to add to a code for its symbol's place.
    private readonly int[] _limits = new int[17];
    private readonly int[] _offsets = new int[17];
    private int _length;
    private int _builtLength;

    /// <summary>By the next bits: the symbol above the 8 bits of its code's length; 0 where no code fits.</summary>
    public ReadOnlySpan<ushort> Codes => _codes;

    /// <summary>Changes whenever the table does.</summary>
    public int Version { get; private set; }

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
            Version++;
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
        Array.Clear(_codes);
        var code = 0;
        var place = 0;
        for (var length = 1; length <= 16; length++)
        {
            // The code of ones alone is never given (annex C), so one more must fit.
            if (code + counts[length - 1] >= 1 << length)
            {
                throw JpegErrors.Corrupt("a Huffman table has more codes than there are");
            }

            _offsets[length] = place - code;
            for (var i = counts[length - 1]; i > 0; i--)
            {
                if (length <= LookupBits)
                {
                    var entry = (ushort)((symbols[place] << 8) | length);
                    _codes.AsSpan(code << (LookupBits - length), 1 << (LookupBits - length)).Fill(entry);
                }

                code++;
                place++;
            }

            _limits[length] = code << (16 - length);
            code <<= 1;
        }
    }
}
