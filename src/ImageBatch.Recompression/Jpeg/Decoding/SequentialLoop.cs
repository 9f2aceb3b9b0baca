using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>The inner loop of <see cref="SequentialDecoder"/>, and its state.</summary>
/// <remarks>
/// <para>
/// One flat loop over the bits of a band. Whether a coefficient is kept, whether a block ends, and which table comes
/// next is arithmetic and no branch: a mispredicted one costs about 20 cycles, a look-up 9. Only a block that ends
/// without a code for it, a code of more than 11 bits, and the end of the band leave it: one look-up of 360. With a plain
/// loop a coefficient, and scalar steps behind it, 27 photographs took 86 ms where they now take 30 (AMD EPYC).
/// </para>
/// <para>
/// Bounds. Bytes: 8 are read at a position that is compared with the last one that has 8 behind it. Look-ups: a table
/// begins at <see cref="RawRecords.LeaveTable"/> at most and its index has 11 bits. Blocks: the table behind the last
/// block holds only entries that leave, so nothing is stored for it. Records: each look-up that keeps one moves the
/// position by one at least, and positions beyond 63 leave, so a block keeps 64 at most; the one that is written but
/// not kept has its own room.
/// </para>
/// </remarks>
internal ref struct SequentialLoop
{
    private readonly ref uint _work;
    private readonly ref byte _last;
    private ref byte _position;
    private int _available;
    private uint _k;

    public SequentialLoop(RawRecords raw, BitReader reader, uint table)
    {
        _work = ref raw.Start;
        _position = ref Unsafe.Add(ref MemoryMarshal.GetReference(reader.Bytes), reader.Position);
        _last = ref Unsafe.Add(ref MemoryMarshal.GetReference(reader.Bytes), reader.Bytes.Length - sizeof(ulong));
        (Window, _available) = (reader.Window, reader.Count);
        Table = table;
    }

    /// <summary>The next bits, left-aligned.</summary>
    public ulong Window { get; private set; }

    /// <summary>Where the next look-up's table begins.</summary>
    public uint Table { get; private set; }

    /// <summary>The block that is being decoded.</summary>
    public nint Block { get; private set; }

    /// <summary>The number of records.</summary>
    public nint Count { get; private set; }

    /// <summary>Whether fewer than 8 bytes are left, which only happens in the padding.</summary>
    public readonly bool IsAtEnd => Unsafe.IsAddressGreaterThan(ref _position, ref _last);

    public readonly void Store(scoped ref BitReader reader)
    {
        (reader.Window, reader.Count) = (Window, _available);
        reader.Position = (int)Unsafe.ByteOffset(ref MemoryMarshal.GetReference(reader.Bytes), ref _position);
    }

    /// <summary>Decodes until a look-up cannot tell, or the end is near.</summary>
    /// <remarks>A method of its own, so that all it works with stays in registers: inlined it was 5 % slower.</remarks>
    [MethodImpl(MethodImplOptions.NoInlining)]
    public void Run()
    {
        ref var work = ref _work;
        ref var position = ref _position;
        ref var table = ref Unsafe.Add(ref work, (nint)Table);

        // Of what is available only the low 6 bits count, which are all that a shift looks at: no masks on the way.
        var (window, available, k, block, count) = (Window, _available, _k, Block, Count);
        while (!Unsafe.IsAddressGreaterThan(ref position, ref _last))
        {
            window |= ReadBigEndian(ref position) >> available;
            position = ref Unsafe.Add(ref position, (~available & 63) >> 3);
            available |= 56;

            // First look-up: up to 22 bits of the 56.
            var entry = Unsafe.Add(ref table, (nint)(window >> (64 - HuffmanDecoder.LookupBits)));
            var next = k + ((entry >> DecoderEntry.AdvanceShift) & 0x7F);
            if (next >= 64)
            {
                break;
            }

            Unsafe.Add(ref work, count + RawRecords.Windows) = (uint)(window >> 32);
            Unsafe.Add(ref work, count + RawRecords.Infos) = (entry & DecoderEntry.MagnitudeMask)
                | (Unsafe.Add(ref work, block + RawRecords.Slots) + k + ((entry >> DecoderEntry.ZerosShift) & 63));
            count += (nint)((entry >> DecoderEntry.KeptShift) & 1);
            Unsafe.Add(ref work, block + RawRecords.Ends) = (uint)count;
            window <<= (int)entry;
            available -= (int)entry;
            entry = (uint)((int)entry >> 31);
            k = next & ~entry;
            table = ref Unsafe.Add(ref work, (nint)Unsafe.Add(ref work, block + RawRecords.AcTables));
            table = ref Unsafe.AddByteOffset(ref table, (nint)(Unsafe.Add(ref work, block + RawRecords.Steps) & entry));
            block -= (int)entry;

            // The second, with the same arithmetic: up to 44 bits together. A third could need more than 56.
            entry = Unsafe.Add(ref table, (nint)(window >> (64 - HuffmanDecoder.LookupBits)));
            next = k + ((entry >> DecoderEntry.AdvanceShift) & 0x7F);
            if (next >= 64)
            {
                break;
            }

            Unsafe.Add(ref work, count + RawRecords.Windows) = (uint)(window >> 32);
            Unsafe.Add(ref work, count + RawRecords.Infos) = (entry & DecoderEntry.MagnitudeMask)
                | (Unsafe.Add(ref work, block + RawRecords.Slots) + k + ((entry >> DecoderEntry.ZerosShift) & 63));
            count += (nint)((entry >> DecoderEntry.KeptShift) & 1);
            Unsafe.Add(ref work, block + RawRecords.Ends) = (uint)count;
            window <<= (int)entry;
            available -= (int)entry;
            entry = (uint)((int)entry >> 31);
            k = next & ~entry;
            table = ref Unsafe.Add(ref work, (nint)Unsafe.Add(ref work, block + RawRecords.AcTables));
            table = ref Unsafe.AddByteOffset(ref table, (nint)(Unsafe.Add(ref work, block + RawRecords.Steps) & entry));
            block -= (int)entry;
        }

        _position = ref position;
        Table = (uint)(Unsafe.ByteOffset(ref work, ref table) / sizeof(uint));
        (Window, _available, _k, Block, Count) = (window, available & 63, k, block, count);
    }

    /// <summary>Takes one symbol that <see cref="Run"/> has left.</summary>
    /// <returns>False where the block would get too long.</returns>
    public bool Take(uint entry)
    {
        var next = _k + ((entry >> DecoderEntry.AdvanceShift) & 0x7F);
        if (next > 64)
        {
            return false;
        }

        Unsafe.Add(ref _work, Count + RawRecords.Windows) = (uint)(Window >> 32);
        Unsafe.Add(ref _work, Count + RawRecords.Infos) = (entry & DecoderEntry.MagnitudeMask)
            | (Unsafe.Add(ref _work, Block + RawRecords.Slots) + _k + ((entry >> DecoderEntry.ZerosShift) & 63));
        Count += (nint)((entry >> DecoderEntry.KeptShift) & 1);
        Unsafe.Add(ref _work, Block + RawRecords.Ends) = (uint)Count;
        Window <<= (int)entry;
        _available -= (byte)entry;
        _k = next;
        Table = Unsafe.Add(ref _work, Block + RawRecords.AcTables);

        // A run of zeros may end at the last coefficient, as libjpeg takes it.
        if ((int)entry < 0 || next == 64)
        {
            _k = 0;
            Table += Unsafe.Add(ref _work, Block + RawRecords.Steps) / sizeof(uint);
            Block++;
        }

        return true;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong ReadBigEndian(ref byte bytes)
    {
        var value = Unsafe.ReadUnaligned<ulong>(ref bytes);
        return BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
    }
}
