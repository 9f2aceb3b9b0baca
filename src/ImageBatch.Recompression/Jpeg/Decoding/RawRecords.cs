using System.Runtime.InteropServices;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>
/// The tables of <see cref="SequentialDecoder"/> and what it leaves of a band, in one array at constant offsets: so its
/// loop needs one register for all of them, where it has 15 in all.
/// </summary>
internal sealed class RawRecords
{
    /// <summary>Nine look-up tables: AC of four slots, DC of four, and one that holds nothing but entries to leave.</summary>
    public const int TableLength = 1 << Huffman.HuffmanDecoder.LookupBits;

    /// <summary>The table in place of that of the block behind a band. It lies behind all others.</summary>
    public const int LeaveTable = 8 * TableLength;

    /// <summary>Low bits of a record: <see cref="DecoderEntry.MagnitudeMask"/>, slot and position.</summary>
    public const int Infos = 9 * TableLength;

    /// <summary>The window that a record's magnitude lies in.</summary>
    public const int Windows = Infos + Room;

    /// <summary>By block: the number of records up to its end.</summary>
    public const int Ends = Windows + Room;

    /// <summary>By block: its AC table.</summary>
    public const int AcTables = Ends + Blocks;

    /// <summary>By block: how many bytes behind its AC table the DC table of the next block is.</summary>
    public const int Steps = AcTables + Blocks;

    /// <summary>By block: its slot, moved to where a record has it.</summary>
    public const int Slots = Steps + Blocks;

    // One record is written behind the last, and vectors of eight read up to seven further.
    private const int Room = BlockRecords.PerBand + 8;
    private const int Blocks = BlockRecords.BlocksPerBand + 8;

    private readonly uint[] _work = new uint[Slots + Blocks];

    public RawRecords() => _work.AsSpan(LeaveTable, TableLength).Fill(DecoderEntry.Leave);

    public ref uint Start => ref MemoryMarshal.GetArrayDataReference(_work);

    public Span<uint> Table(int index) => _work.AsSpan(index * TableLength, TableLength);

    public Span<uint> Part(int offset, int length) => _work.AsSpan(offset, length);
}
