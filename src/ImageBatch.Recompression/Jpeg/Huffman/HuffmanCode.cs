namespace ImageBatch.Recompression.Jpeg.Huffman;

/// <summary>An optimal Huffman code of the output, for symbols as often as they were counted (T.81, annex K.2).</summary>
internal sealed class HuffmanCode
{
    private readonly byte[] _lengthCounts = new byte[16];
    private readonly byte[] _symbols = new byte[256];
    private readonly ushort[] _codes = new ushort[256];
    private readonly byte[] _lengths = new byte[256];

    /// <summary>Number of codes of each length, from 1 (BITS).</summary>
    public ReadOnlySpan<byte> LengthCounts => _lengthCounts;

    /// <summary>The symbols in order of their codes (HUFFVAL).</summary>
    public ReadOnlySpan<byte> Symbols => _symbols.AsSpan(0, Count);

    /// <summary>Number of symbols that occur.</summary>
    public int Count { get; private set; }

    /// <summary>The code of a symbol, right-aligned.</summary>
    public uint Code(int symbol) => _codes[symbol];

    /// <summary>The length of a symbol's code; 0 where the symbol does not occur.</summary>
    public int Length(int symbol) => _lengths[symbol];

    /// <summary>Builds the code.</summary>
    /// <param name="counts">How often each symbol occurs, 256 at most.</param>
    public void Build(ReadOnlySpan<int> counts)
    {
        Array.Clear(_lengths);
        Span<long> keys = stackalloc long[256];
        Count = 0;
        for (var symbol = 0; symbol < counts.Length; symbol++)
        {
            if (counts[symbol] > 0)
            {
                // Equal counts are ordered by symbol, so that the result depends on the counts alone.
                keys[Count++] = ((long)counts[symbol] << 8) | (uint)(255 - symbol);
            }
        }

        keys = keys[..Count];
        keys.Sort();
        Span<int> lengths = stackalloc int[17];
        CodeLengths.Fill(keys, lengths);
        Assign(keys, lengths);
    }

    /// <summary>Gives codes in order of length (annex C), the shortest to the most frequent symbols.</summary>
    private void Assign(ReadOnlySpan<long> keys, ReadOnlySpan<int> lengths)
    {
        var code = 0;
        var place = 0;
        for (var length = 1; length <= 16; length++)
        {
            _lengthCounts[length - 1] = (byte)lengths[length];
            for (var i = lengths[length]; i > 0; i--)
            {
                var symbol = (byte)(255 - (int)(keys[^(place + 1)] & 0xFF));
                _symbols[place++] = symbol;
                _codes[symbol] = (ushort)code++;
                _lengths[symbol] = (byte)length;
            }

            code <<= 1;
        }
    }
}
