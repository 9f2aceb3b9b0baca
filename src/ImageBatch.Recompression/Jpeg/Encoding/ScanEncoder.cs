using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg.Encoding;

/// <summary>Makes a scan's Huffman codes from the counts of its tokens, and emits the tokens with them.</summary>
internal sealed class ScanEncoder
{
    private readonly HuffmanCode[] _dc = [new(), new()];
    private readonly HuffmanCode[] _ac = [new(), new()];

    // By kind: the code, moved left by the kind's magnitude bits, in the low 56 bits, and the bits of both above them.
    private readonly ulong[] _codes = new ulong[Token.Kinds];

    /// <summary>The DC codes of tables 0 and 1; a table that no component uses has no symbols.</summary>
    public ReadOnlySpan<HuffmanCode> Dc => _dc;

    /// <summary>The AC codes of tables 0 and 1.</summary>
    public ReadOnlySpan<HuffmanCode> Ac => _ac;

    /// <summary>Makes the codes.</summary>
    /// <returns>The bytes that the scan will have before it is stuffed.</returns>
    public long Prepare(ReadOnlySpan<int> counts)
    {
        Span<int> dc = stackalloc int[16];
        Span<int> ac = stackalloc int[256];
        for (var table = 0; table < 2; table++)
        {
            dc.Clear();
            counts.Slice(table << 8, 256).CopyTo(ac);
            ac[0] += counts[Token.EndBase + table];
            for (var end = 0; end < 3; end++)
            {
                for (var size = 0; size < 16; size++)
                {
                    dc[size] += counts[Token.DcBase | (end << 5) | (table << 4) | size];
                    ac[0] += end == table + 1 ? counts[Token.DcBase | (end << 5) | size] : 0;
                    ac[0] += end == table + 1 ? counts[Token.DcBase | (end << 5) | 16 | size] : 0;
                }
            }

            _dc[table].Build(dc);
            _ac[table].Build(ac);
        }

        return Tabulate(counts);
    }

    /// <summary>Emits the tokens, without stuffing.</summary>
    /// <param name="tokens">The tokens that were counted.</param>
    /// <param name="target">As long as <see cref="Prepare"/> said, and 8 bytes more.</param>
    /// <returns>The number of bytes written.</returns>
    public int Emit(TokenStream tokens, Span<byte> target)
    {
        var writer = new BitWriter(target);
        var codes = _codes;
        for (var chunk = 0; chunk < tokens.Chunks; chunk++)
        {
            foreach (var token in tokens.Chunk(chunk))
            {
                // Two codes of 16 bits and 11 bits of magnitude at most: within the 56 that fit.
                var code = codes[token >> 16];
                writer.Append((code & ((1UL << 56) - 1)) | (token & 0xFFFF), (int)(code >> 56));
            }
        }

        return writer.Finish();
    }

    private long Tabulate(ReadOnlySpan<int> counts)
    {
        var bits = 0L;
        for (var kind = 0; kind < Token.Kinds; kind++)
        {
            if (counts[kind] == 0)
            {
                continue;
            }

            var (code, length) = Code(kind);
            var size = Token.Size(kind);
            _codes[kind] = ((ulong)(length + size) << 56) | (code << size);
            bits += (long)counts[kind] * (length + size);
        }

        return (bits + 7) / 8;
    }

    private (ulong Code, int Length) Code(int kind)
    {
        if (kind < Token.DcBase)
        {
            return Code(_ac[kind >> 8], kind & 0xFF);
        }

        if (kind >= Token.EndBase)
        {
            return Code(_ac[kind - Token.EndBase], 0);
        }

        var (code, length) = Code(_dc[(kind >> 4) & 1], kind & 15);
        var end = ((kind - Token.DcBase) >> 5) - 1;
        if (end < 0)
        {
            return (code, length);
        }

        var (before, beforeLength) = Code(_ac[end], 0);
        return ((before << length) | code, beforeLength + length);
    }

    private static (ulong Code, int Length) Code(HuffmanCode code, int symbol) =>
        (code.Code(symbol), code.Length(symbol));
}
