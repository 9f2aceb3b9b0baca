using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>Decodes the coefficients of sequential scans (T.81, F.2.2) to <see cref="BlockRecords"/>.</summary>
internal sealed class SequentialDecoder
{
    /// <summary>Quantized DC coefficients of 8-bit samples have 11 bits and a sign at most (F.1.1.5).</summary>
    public const int LargestDc = 2047;

    private readonly HuffmanDecoder[] _dc = new HuffmanDecoder[4];
    private readonly HuffmanDecoder[] _ac = new HuffmanDecoder[4];
    private readonly int[] _predictions = new int[4];

    public void Begin(ScanHeader scan, HuffmanTables tables)
    {
        for (var slot = 0; slot < scan.Components.Length; slot++)
        {
            _dc[slot] = tables.Dc(scan.DcTables[slot]);
            _ac[slot] = tables.Ac(scan.AcTables[slot]);
        }
    }

    /// <summary>Begins a restart interval (F.2.1.3.1).</summary>
    public void Restart() => Array.Clear(_predictions);

    /// <summary>Decodes minimum coded units.</summary>
    /// <param name="reader">The segment's bits. Stops at the first block that is not whole.</param>
    /// <param name="slots">The slot of each block of a unit.</param>
    /// <param name="units">How many.</param>
    /// <param name="records">Takes the records: 64 a block.</param>
    /// <returns>How many records there are.</returns>
    public int Decode(ref BitReader reader, ReadOnlySpan<byte> slots, int units, Span<int> records)
    {
        var bits = reader;
        var count = 0;
        for (; units > 0; units--)
        {
            foreach (var slot in slots)
            {
                count += DecodeBlock(ref bits, slot, records[count..]);
                if (bits.IsPastEnd)
                {
                    reader = bits;
                    return count;
                }
            }
        }

        reader = bits;
        return count;
    }

    private int DecodeBlock(ref BitReader bits, int slot, Span<int> records)
    {
        bits.Refill();
        var entry = Next(ref bits, _dc[slot]);
        var dc = _predictions[slot] += entry >> 16;
        if (dc is < -LargestDc or > LargestDc)
        {
            throw JpegErrors.Corrupt("a DC coefficient is out of range");
        }

        records[0] = BlockRecords.Pack(dc, slot, 0);
        var count = 1;
        var ac = _ac[slot];
        var k = 0;
        while (k < 63)
        {
            bits.Refill();
            entry = Next(ref bits, ac);
            k += (entry >> 8) & 0xFF;
            if (entry >> 16 != 0)
            {
                if (k > 63)
                {
                    throw JpegErrors.Corrupt("a block has more than 64 coefficients");
                }

                records[count++] = BlockRecords.Pack(entry >> 16, slot, k);
            }
        }

        // A run of zeros may end at the last coefficient, as libjpeg takes it, but not behind it.
        if (k is > 63 and < HuffmanDecoder.EndOfBlockAdvance)
        {
            throw JpegErrors.Corrupt("a block has more than 64 coefficients");
        }

        return count;
    }

    private static int Next(ref BitReader bits, HuffmanDecoder table)
    {
        var window = bits.Window;
        var entry = table.Entries[(int)(window >> (64 - HuffmanDecoder.LookupBits))];
        if (entry == 0)
        {
            entry = table.DecodeLong(window);
            if (entry == 0)
            {
                throw JpegErrors.Corrupt("its data have a Huffman code that no table has");
            }
        }

        bits.Consume(entry & 0xFF);
        return entry;
    }
}
