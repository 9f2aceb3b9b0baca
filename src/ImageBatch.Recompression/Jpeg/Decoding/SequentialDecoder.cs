using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>Decodes the coefficients of sequential scans (T.81, F.2.2) to <see cref="RawRecords"/>.</summary>
internal sealed class SequentialDecoder
{
    /// <summary>Quantized DC coefficients of 8-bit samples have 11 bits and a sign at most (F.1.1.5).</summary>
    public const int LargestDc = 2047;

    /// <summary>The first DC table.</summary>
    private const int FirstDc = 4;

    private readonly HuffmanDecoder[] _decoders = new HuffmanDecoder[8];
    private readonly (HuffmanDecoder? Decoder, int Version, int LargestZero)[] _built = new (HuffmanDecoder?, int, int)[8];

    private uint _firstTable;

    /// <summary>What the last call left.</summary>
    public RawRecords Raw { get; } = new();

    /// <summary>Makes the look-up tables of a scan, or keeps those that an image before has left.</summary>
    /// <param name="scan">The scan.</param>
    /// <param name="tables">The Huffman tables of the file.</param>
    /// <param name="largestZeros">By slot: the largest AC magnitude that is not wanted.</param>
    public void Begin(ScanHeader scan, HuffmanTables tables, ReadOnlySpan<int> largestZeros)
    {
        Span<uint> ac = stackalloc uint[4];
        Span<uint> dc = stackalloc uint[4];
        for (var slot = 0; slot < scan.Components.Length; slot++)
        {
            ac[slot] = Place(slot, 0, tables.Ac(scan.AcTables[slot]), largestZeros[slot]);
            dc[slot] = Place(slot, FirstDc, tables.Dc(scan.DcTables[slot]), 0);
        }

        _firstTable = dc[0];
        for (var block = 0; block < BlockRecords.BlocksPerBand; block++)
        {
            var slot = scan.Slots[block % scan.Slots.Length];
            var next = scan.Slots[(block + 1) % scan.Slots.Length];
            Raw.Part(RawRecords.AcTables, BlockRecords.BlocksPerBand)[block] = ac[slot];
            Raw.Part(RawRecords.Steps, BlockRecords.BlocksPerBand)[block] = (dc[next] - ac[slot]) * sizeof(uint);
            Raw.Part(RawRecords.Slots, BlockRecords.BlocksPerBand)[block] = (uint)slot << 6;
        }
    }

    /// <summary>Decodes blocks. Where the data end before them, the reader is past its end.</summary>
    /// <param name="reader">The segment's bits.</param>
    /// <param name="blocks">How many: at most <see cref="BlockRecords.BlocksPerBand"/>.</param>
    /// <returns>How many records there are: the DC difference of each block, and every wanted coefficient.</returns>
    public int Decode(ref BitReader reader, int blocks)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan((uint)blocks - 1, (uint)BlockRecords.BlocksPerBand - 1);
        ref var lastStep = ref Raw.Part(RawRecords.Steps, blocks)[^1];
        var step = lastStep;
        lastStep = (RawRecords.LeaveTable - Raw.Part(RawRecords.AcTables, blocks)[^1]) * sizeof(uint);
        var loop = new SequentialLoop(Raw, reader, _firstTable);
        while (true)
        {
            loop.Run();
            if (loop.Block == blocks || loop.IsAtEnd)
            {
                break;
            }

            Step(ref loop);
        }

        lastStep = step;
        loop.Store(ref reader);
        return (int)loop.Count;
    }

    /// <summary>Decodes one symbol that the loop has left: at most 27 bits, of which there are at least 34.</summary>
    private void Step(ref SequentialLoop loop)
    {
        var index = (int)(loop.Table / RawRecords.TableLength);
        var entry = SequentialTables.Single(_decoders[index], index < FirstDc, loop.Window);
        if (entry == 0)
        {
            throw JpegErrors.Corrupt("its data have a Huffman code that no table has");
        }

        if (!loop.Take(entry))
        {
            throw JpegErrors.Corrupt("a block has more than 64 coefficients");
        }
    }

    /// <summary>Where a slot's table lies: that of an earlier slot where it is the same, to spare first-level cache.</summary>
    private uint Place(int slot, int first, HuffmanDecoder decoder, int largestZero)
    {
        var wanted = (decoder, decoder.Version, largestZero);
        var index = first;
        while (index < first + slot && _built[index] != wanted)
        {
            index++;
        }

        if (_built[index] != wanted)
        {
            if (first == FirstDc)
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
