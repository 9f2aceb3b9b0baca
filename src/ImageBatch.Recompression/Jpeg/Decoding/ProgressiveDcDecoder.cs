using ImageBatch.Recompression.Jpeg.Coefficients;
using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>Decodes the scans of DC coefficients of a progressive image (T.81, G.1.2.1).</summary>
internal sealed class ProgressiveDcDecoder : IScanDecoder
{
    private readonly HuffmanDecoder[] _tables = new HuffmanDecoder[4];
    private readonly CoefficientPlane[] _planes = new CoefficientPlane[4];
    private readonly int[] _predictions = new int[4];
    private ScanHeader _scan = null!;

    public int UnitsPerBand => 256;

    public void Begin(ScanHeader scan, HuffmanTables tables, CoefficientImage image)
    {
        _scan = scan;
        for (var slot = 0; slot < scan.Components.Length; slot++)
        {
            _planes[slot] = image[scan.Indices[slot]];
            if (scan.HighBit == 0)
            {
                _tables[slot] = tables.Dc(scan.DcTables[slot]);
            }
        }
    }

    public void Restart() => Array.Clear(_predictions);

    public void Decode(ref BitReader bits, int unit, int units)
    {
        var walker = new BlockWalker(_scan, unit);
        for (units *= _scan.Slots.Length; units > 0 && !bits.IsPastEnd; units--)
        {
            bits.Refill();
            var slot = walker.Slot;
            var plane = _planes[slot];
            var block = walker.Block(plane.Stride);
            if (_scan.HighBit == 0)
            {
                plane.Write(block)[0] = DecodeFirst(ref bits, slot);
            }
            else if (bits.Read(1) != 0)
            {
                plane.Write(block)[0] |= (short)(1 << _scan.LowBit);
            }

            walker.Next();
        }
    }

    private short DecodeFirst(ref BitReader bits, int slot)
    {
        var found = _tables[slot].Find(bits.Window);
        var size = found >> 8;
        if (found == 0 || size > HuffmanDecoder.LargestDcSize)
        {
            throw JpegErrors.Corrupt("its data have a Huffman code that no table has");
        }

        bits.Consume(found & 0xFF);
        var magnitude = bits.Read(size);
        var isNegative = size == 0 ? 0 : (magnitude >> (size - 1)) - 1;
        var value = _predictions[slot] += magnitude + (isNegative & (1 - (1 << size)));

        // Both sides are far from where a shift by 13 would overflow.
        value <<= _scan.LowBit;
        return Math.Abs(value) <= SequentialDecoder.LargestDc || bits.IsPastEnd
            ? (short)value
            : throw JpegErrors.Corrupt("a DC coefficient is out of range");
    }
}
