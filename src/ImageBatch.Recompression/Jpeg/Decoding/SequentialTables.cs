using ImageBatch.Recompression.Jpeg.Huffman;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>
/// Fills look-up tables with groups of symbols: coefficients that are sure to requantize to zero at any position, one
/// that is not, and the end of the block, as far as they fit in the look-up's bits. Over 27 photographs that go to
/// quality 50 a look-up takes 7.9 bits; with one symbol a look-up the decoder took 23 ms for them instead of 15.
/// </summary>
internal static class SequentialTables
{
    /// <summary>Largest size of AC coefficients at 8 bits a sample (T.81, F.1.2.2).</summary>
    private const int LargestAcSize = 10;

    /// <summary>Fills a table for DC differences, which are all kept.</summary>
    public static void FillDc(HuffmanDecoder decoder, Span<uint> entries)
    {
        for (var bits = 0; bits < entries.Length; bits++)
        {
            var found = decoder.Codes[bits];
            entries[bits] = found == 0 || found >> 8 > HuffmanDecoder.LargestDcSize
                ? DecoderEntry.Leave
                : DcEntry(found >> 8, found & 0xFF);
        }
    }

    /// <summary>Fills a table for AC coefficients.</summary>
    /// <param name="decoder">The Huffman table.</param>
    /// <param name="largestZero">The largest magnitude that requantizes to zero at every position.</param>
    /// <param name="entries">The table, 2048 entries.</param>
    public static void FillAc(HuffmanDecoder decoder, int largestZero, Span<uint> entries)
    {
        var codes = decoder.Codes;
        for (var bits = 0; bits < entries.Length; bits++)
        {
            entries[bits] = AcGroup(codes, bits, largestZero);
        }
    }

    /// <summary>The entry of one symbol that the tables do not have, or that may not be one of a group.</summary>
    /// <returns>0 where it is no legal symbol.</returns>
    public static uint Single(HuffmanDecoder decoder, bool isAc, ulong window)
    {
        var found = decoder.Find(window);
        var (symbol, length) = (found >> 8, found & 0xFF);
        if (found == 0)
        {
            return 0;
        }

        if (!isAc)
        {
            return symbol <= HuffmanDecoder.LargestDcSize ? DcEntry(symbol, length) : 0;
        }

        var (zeros, size) = (symbol >> 4, symbol & 15);
        return symbol switch
        {
            0 => DecoderEntry.Move(length, 0) | DecoderEntry.EndOfBlock,
            0xF0 => DecoderEntry.Move(length, 16),
            _ when size is 0 or > LargestAcSize => 0,
            _ => DecoderEntry.Move(length + size, zeros + 1) | DecoderEntry.Keep(length + size, size, zeros),
        };
    }

    private static uint DcEntry(int size, int length) =>
        DecoderEntry.Move(length + size, 1) | DecoderEntry.Keep(length + size, size, 0);

    private static uint AcGroup(ReadOnlySpan<ushort> codes, int bits, int largestZero)
    {
        var (used, advance, kept) = (0, 0, 0u);
        while (used < HuffmanDecoder.LookupBits)
        {
            var rest = (bits << used) & (codes.Length - 1);
            var found = codes[rest];
            var (zeros, size, end) = (found >> 12, (found >> 8) & 15, used + (found & 0xFF));
            if (found == 0 || end > HuffmanDecoder.LookupBits)
            {
                break;
            }

            if (found >> 8 == 0)
            {
                return DecoderEntry.Move(end, advance) | kept | DecoderEntry.EndOfBlock;
            }

            if (advance + zeros + 1 > 63 || size > LargestAcSize || (size == 0 && zeros != 15))
            {
                break;
            }

            // Where the magnitude lies beyond the look-up's bits, its largest value decides.
            var magnitude = (1 << size) - 1;
            end += size;
            if (end <= HuffmanDecoder.LookupBits)
            {
                var coded = (bits >> (HuffmanDecoder.LookupBits - end)) & magnitude;
                magnitude = coded > magnitude >> 1 ? coded : magnitude ^ coded;
            }

            if (magnitude > largestZero)
            {
                if (kept != 0)
                {
                    break;
                }

                kept = DecoderEntry.Keep(end, size, advance + zeros);
            }

            advance += zeros + 1;
            used = end;
        }

        return used == 0 ? DecoderEntry.Leave : DecoderEntry.Move(used, advance) | kept;
    }
}
