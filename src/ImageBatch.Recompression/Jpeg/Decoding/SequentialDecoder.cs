using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>Decodes the coefficients of sequential scans (T.81, F.2.2) to <see cref="RawRecords"/>.</summary>
internal sealed class SequentialDecoder
{
    /// <summary>Quantized DC coefficients of 8-bit samples have 11 bits and a sign at most (F.1.1.5).</summary>
    public const int LargestDc = 2047;

    private readonly HuffmanDecoder[] _decoders = new HuffmanDecoder[8];
    private readonly (HuffmanDecoder? Decoder, int Version, int LargestZero)[] _built = new (HuffmanDecoder?, int, int)[8];

    /// <summary>What the last call left.</summary>
    public RawRecords Raw { get; } = new();

    /// <summary>Makes the look-up tables of a scan, or keeps those that an image before has left.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="tables">The Huffman tables of the file.</param>
    /// <param name="largestZeros">By slot: the largest AC magnitude that is not wanted.</param>
    public void Begin(ScanHeader scan, HuffmanTables tables, ReadOnlySpan<int> largestZeros)
    {
        Span<uint> places = stackalloc uint[8];
        for (var slot = 0; slot < scan.Components.Length; slot++)
        {
            places[2 * slot] = Place(2 * slot, tables.Dc(scan.DcTables[slot]), 0);
            places[(2 * slot) + 1] = Place((2 * slot) + 1, tables.Ac(scan.AcTables[slot]), largestZeros[slot]);
        }

        for (var block = 0; block < BlockRecords.BlocksPerBand; block++)
        {
            var slot = scan.Slots[block % scan.Slots.Length];
            Raw.Part(RawRecords.DcTables, BlockRecords.BlocksPerBand)[block] = places[2 * slot];
            Raw.Part(RawRecords.AcTables, BlockRecords.BlocksPerBand)[block] = places[(2 * slot) + 1];
            Raw.Part(RawRecords.Slots, BlockRecords.BlocksPerBand)[block] = (uint)slot << 6;
        }
    }

    /// <summary>Decodes blocks. Where the data end before them, the reader is past its end.</summary>
    /// <param name="reader">The segment's bits.</param>
    /// <param name="blocks">How many: at most <see cref="BlockRecords.BlocksPerBand"/>.</param>
    /// <returns>How many records there are: the DC difference of each block, and every wanted coefficient.</returns>
    /// <remarks>
    /// <para>
    /// One flat loop over the bits. Whether a coefficient is kept, and whether a block ends and which table comes next,
    /// is arithmetic and no branch: a mispredicted one costs about 20 cycles, a look-up 9. Only an end of block without
    /// a code, a code of more than 11 bits, and the end of the band leave it: against a loop that branches at each end
    /// of block and each kept coefficient it takes less than half the time (photographs, AMD EPYC).
    /// </para>
    /// <para>
    /// Bounds. Bytes: 8 are read at a position that is compared with the last that has 8 behind it. Look-ups: a table
    /// begins at most at <see cref="RawRecords.LeaveTable"/> and its index has 11 bits. Blocks: the table behind the
    /// last block holds only entries that leave, so no more is stored then. Records: each look-up that keeps one moves
    /// the position by one at least, and positions beyond 63 leave, so a block keeps at most 64, and the one that is
    /// written but not kept has its own room.
    /// </para>
    /// </remarks>
    public int Decode(ref BitReader reader, int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)blocks, (uint)BlockRecords.BlocksPerBand);
        ref var work = ref Raw.Start;
        ref var bytes = ref MemoryMarshal.GetReference(reader.Bytes);
        var lastPosition = reader.Bytes.Length - sizeof(ulong);
        var (window, available, position) = (reader.Window, reader.Count, reader.Position);
        ref var behind = ref Unsafe.Add(ref work, RawRecords.DcTables + blocks);
        var behindTable = behind;
        behind = RawRecords.LeaveTable;
        var table = Unsafe.Add(ref work, RawRecords.DcTables);
        nint block = 0;
        nint count = 0;
        var k = 0u;
        while ((uint)position <= (uint)lastPosition)
        {
            window |= ReadBigEndian(ref bytes, position) >> available;
            position += (63 - available) >> 3;
            available |= 56;

            // First look-up: up to 22 bits of the 56.
            var entry = Unsafe.Add(ref work, (nint)(table + (uint)(window >> (64 - HuffmanDecoder.LookupBits))));
            var next = k + ((entry >> DecoderEntry.AdvanceShift) & 0xFF);
            if (next < 64)
            {
                var isEnd = (uint)((int)entry >> 31);
                var ac = Unsafe.Add(ref work, block + RawRecords.AcTables);
                var dc = Unsafe.Add(ref work, block + (RawRecords.DcTables + 1));
                Unsafe.Add(ref work, count + RawRecords.Windows) = (uint)(window >> 32);
                Unsafe.Add(ref work, count + RawRecords.Infos) = (entry & DecoderEntry.MagnitudeMask)
                    | (Unsafe.Add(ref work, block + RawRecords.Slots) + k + ((entry >> DecoderEntry.ZerosShift) & 63));
                count += (nint)((entry >> 6) & 1);
                Unsafe.Add(ref work, block + RawRecords.Ends) = (uint)count;
                window <<= (int)entry;
                available -= (int)(entry & 63);
                k = next & ~isEnd;
                block -= (int)isEnd;
                table = ac ^ ((ac ^ dc) & isEnd);

                // The second, with the same arithmetic: up to 44 bits together. A third could need more than 56.
                entry = Unsafe.Add(ref work, (nint)(table + (uint)(window >> (64 - HuffmanDecoder.LookupBits))));
                next = k + ((entry >> DecoderEntry.AdvanceShift) & 0xFF);
                if (next < 64)
                {
                    isEnd = (uint)((int)entry >> 31);
                    ac = Unsafe.Add(ref work, block + RawRecords.AcTables);
                    dc = Unsafe.Add(ref work, block + (RawRecords.DcTables + 1));
                    Unsafe.Add(ref work, count + RawRecords.Windows) = (uint)(window >> 32);
                    Unsafe.Add(ref work, count + RawRecords.Infos) = (entry & DecoderEntry.MagnitudeMask)
                        | (Unsafe.Add(ref work, block + RawRecords.Slots) + k + ((entry >> DecoderEntry.ZerosShift) & 63));
                    count += (nint)((entry >> 6) & 1);
                    Unsafe.Add(ref work, block + RawRecords.Ends) = (uint)count;
                    window <<= (int)entry;
                    available -= (int)(entry & 63);
                    k = next & ~isEnd;
                    block -= (int)isEnd;
                    table = ac ^ ((ac ^ dc) & isEnd);
                    continue;
                }
            }

            if (block == blocks)
            {
                break;
            }

            // One symbol: at most 27 bits, and at least 34 are there.
            var single = DecodeSingle(table, window);
            next = k + ((single >> DecoderEntry.AdvanceShift) & 0xFF);
            if (next > 64)
            {
                throw JpegErrors.Corrupt("a block has more than 64 coefficients");
            }

            Unsafe.Add(ref work, count + RawRecords.Windows) = (uint)(window >> 32);
            Unsafe.Add(ref work, count + RawRecords.Infos) = (single & DecoderEntry.MagnitudeMask)
                | (Unsafe.Add(ref work, block + RawRecords.Slots) + k + ((single >> DecoderEntry.ZerosShift) & 63));
            count += (nint)((single >> 6) & 1);
            Unsafe.Add(ref work, block + RawRecords.Ends) = (uint)count;
            window <<= (int)single;
            available -= (int)(single & 63);
            table = Unsafe.Add(ref work, block + RawRecords.AcTables);
            k = next;

            // A run of zeros may end at the last coefficient, as libjpeg takes it.
            if ((int)single < 0 || next == 64)
            {
                k = 0;
                block++;
                table = Unsafe.Add(ref work, block + RawRecords.DcTables);
            }
        }

        behind = behindTable;
        (reader.Window, reader.Count, reader.Position) = (window, available, position);
        return (int)count;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadBigEndian(ref byte bytes, int position)
    {
        var value = Unsafe.ReadUnaligned<ulong>(ref Unsafe.Add(ref bytes, position));
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private uint DecodeSingle(uint table, ulong window)
    {
        var index = (int)(table / RawRecords.TableLength);
        var entry = SequentialTables.Single(_decoders[index], (index & 1) != 0, window);
        return entry != 0 ? entry : throw JpegErrors.Corrupt("its data have a Huffman code that no table has");
    }

    /// <summary>Where a slot's table lies: that of an earlier slot where it is the same, to spare first-level cache.</summary>
    private uint Place(int index, HuffmanDecoder decoder, int largestZero)
    {
        var wanted = (decoder, decoder.Version, largestZero);
        for (var earlier = index & 1; earlier < index; earlier += 2)
        {
            if (_built[earlier] == wanted)
            {
                return (uint)(earlier * RawRecords.TableLength);
            }
        }

        if (_built[index] != wanted)
        {
            if ((index & 1) == 0)
            {
                SequentialTables.FillDc(decoder, Raw.Table(index));
            }
            else
            {
                SequentialTables.FillAc(decoder, largestZero, Raw.Table(index));
            }

            _built[index] = wanted;
            _decoders[index] = decoder;
        }

        return (uint)(index * RawRecords.TableLength);
    }
}
