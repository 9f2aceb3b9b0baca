using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg.Encoding;

/// <summary>Makes a scan's Huffman codes from the counts of its tokens, and emits the tokens with them.</summary>
internal sealed class ScanEncoder
{
    private readonly HuffmanCode[] _dc = [new(), new()];
    private readonly HuffmanCode[] _ac = [new(), new()];

    private const int LengthShift = BitWriter.MostBits;
    private const ulong CodeMask = (1UL << LengthShift) - 1;

    /// <summary>In place of a length beyond <see cref="BitWriter.MostBits"/>.</summary>
    private const int LongCode = 255;

    // By kind: the code, moved left by the kind's magnitude bits, in the low 56 bits, and the bits of both above them.
    private readonly ulong[] _codes = new ulong[Token.KindMask + 1];

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
            ac.Clear();
            for (var kind = 0; kind < 1 << Token.TableShift; kind++)
            {
                var count = counts[(table << Token.TableShift) | kind];
                ac[kind & 0xFF] += count;
                ac[Token.ZeroRun] += count * (kind >> 8);
            }

            ac[0] += counts[Token.EndBase + table];
            for (var size = 0; size < 15; size++)
            {
                ac[size << 4] += counts[Token.EndRunBase | (table << 4) | size];
            }

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
        for (var chunk = 0; chunk < tokens.Chunks; chunk++)
        {
            Emit(tokens.Chunk(chunk), ref writer);
        }

        return writer.Finish();
    }

    private void Emit(ReadOnlySpan<uint> tokens, ref BitWriter writer)
    {
        while (!tokens.IsEmpty)
        {
            tokens = tokens[writer.AppendPairs(tokens, _codes, Token.KindMask)..];
            for (var left = Math.Min(2, tokens.Length); left > 0; left--)
            {
                EmitLong(tokens[0], ref writer);
                tokens = tokens[1..];
            }
        }
    }

    /// <summary>Emits one token, of any length.</summary>
    private void EmitLong(uint token, ref BitWriter writer)
    {
        var code = _codes[token >> 16];
        if (code >> LengthShift != LongCode)
        {
            writer.Append((code & CodeMask) | (token & 0xFFFF), (int)(code >> LengthShift));
            return;
        }

        var kind = (int)(token >> 16);
        var table = _ac[kind >> Token.TableShift];
        for (var zeros = (kind >> 8) & 3; zeros > 0; zeros--)
        {
            writer.Append(table.Code(Token.ZeroRun), table.Length(Token.ZeroRun));
        }

        var size = Token.Size(kind);
        writer.Append((table.Code(kind & 0xFF) << size) | (token & 0xFFFF), table.Length(kind & 0xFF) + size);
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
            _codes[kind] = length + size > BitWriter.MostBits
                ? (ulong)LongCode << LengthShift
                : ((ulong)(length + size) << LengthShift) | (code << size);
            bits += (long)counts[kind] * (length + size);
        }

        return (bits + 7) / 8;
    }

    private (ulong Code, int Length) Code(int kind)
    {
        if (kind < Token.DcBase)
        {
            var table = _ac[kind >> Token.TableShift];
            var (last, total) = Code(table, kind & 0xFF);
            for (var zeros = (kind >> 8) & 3; zeros > 0; zeros--)
            {
                // Of what becomes too long only the length counts.
                last |= total < 64 ? (ulong)table.Code(Token.ZeroRun) << total : 0;
                total += table.Length(Token.ZeroRun);
            }

            return (last, total);
        }

        if (kind >= Token.RawBase)
        {
            return (0, 0);
        }

        if (kind >= Token.EndRunBase)
        {
            return Code(_ac[(kind >> 4) & 1], (kind & 15) << 4);
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
