using ImageBatch.Recompression.Jpeg.Decoding;
using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Requantization;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>Decodes sequential scans to planes, where the output needs them.</summary>
/// <param name="useVectors">Whether AVX2 may be used where the CPU has it.</param>
internal sealed class PlaneReader(bool useVectors) : IScanDecoder
{
    private readonly SequentialDecoder _decoder = new();
    private readonly Requantizer _unchanged = new(useVectors);
    private readonly int[] _records = new int[BlockRecords.PerBand + 8];
    private readonly int[] _lastDc = new int[4];
    private ScanHeader _scan = null!;
    private CoefficientImage _image = null!;

    public int UnitsPerBand => BlockRecords.BlocksPerBand / _scan.Slots.Length;

    public void Begin(ScanHeader scan, HuffmanTables tables, CoefficientImage image)
    {
        (_scan, _image) = (scan, image);
        _unchanged.BeginUnchanged();
        _decoder.Begin(scan, tables, _unchanged.LargestZeros);
        Array.Clear(_lastDc);
    }

    public void Restart() => _unchanged.Restart();

    public void Decode(ref BitReader bits, int unit, int units)
    {
        var blocks = units * _scan.Slots.Length;
        var count = _decoder.Decode(ref bits, blocks);
        if (bits.IsPastEnd)
        {
            return;
        }

        var records = _records.AsSpan(0, _unchanged.Requantize(_decoder.Raw, blocks, count, _records));
        var walker = new BlockWalker(_scan, unit);
        for (var at = 0; at < records.Length; walker.Next())
        {
            var slot = walker.Slot;
            var plane = _image[_scan.Indices[slot]];
            var block = plane.Write(walker.Block(plane.Stride));
            block[0] = (short)(_lastDc[slot] += BlockRecords.Value(records[at++]));
            for (; at < records.Length && BlockRecords.Position(records[at]) != 0; at++)
            {
                block[BlockRecords.Position(records[at])] = (short)BlockRecords.Value(records[at]);
            }
        }
    }
}
