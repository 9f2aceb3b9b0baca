using System.Numerics;
using System.Runtime.CompilerServices;
using ImageBatch.Recompression.Jpeg.Coefficients;
using ImageBatch.Recompression.Jpeg.Huffman;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;

namespace ImageBatch.Recompression.Jpeg.Decoding;

/// <summary>Decodes the scans of AC coefficients of a progressive image (T.81, G.1.2.2, G.1.2.3, G.2).</summary>
internal sealed class ProgressiveDecoder : IScanDecoder
{
    /// <summary>AC coefficients of 8-bit samples have 10 bits and a sign at most (F.1.2.2).</summary>
    private const int LargestAcSize = 10;

    private ScanHeader _scan = null!;
    private HuffmanDecoder _table = null!;
    private CoefficientPlane _plane = null!;
    private int _blocksWide;

    // Blocks that are still without new coefficients (EOBRUN).
    private int _endRun;

    public int UnitsPerBand => 1024;

    public void Begin(ScanHeader scan, HuffmanTables tables, CoefficientImage image)
    {
        _scan = scan;
        _table = tables.Ac(scan.AcTables[0]);
        _plane = image[scan.Indices[0]];
        _blocksWide = scan.Components[0].BlocksWide;
    }

    public void Restart() => _endRun = 0;

    public void Decode(ref BitReader bits, int unit, int units)
    {
        // Rows in the plane are padded, which scans of one component are not.
        var x = unit % _blocksWide;
        var block = (unit / _blocksWide * _plane.Stride) + x;
        var isFirst = _scan.HighBit == 0;
        while (units > 0 && !bits.IsPastEnd)
        {
            if (isFirst && _endRun > 0)
            {
                var skipped = Math.Min(_endRun, Math.Min(units, _blocksWide - x));
                _endRun -= skipped;
                (x, block, units) = (x + skipped, block + skipped, units - skipped);
            }
            else
            {
                if (isFirst)
                {
                    DecodeFirst(ref bits, block);
                }
                else
                {
                    Refine(ref bits, block);
                }

                x++;
                block++;
                units--;
            }

            if (x == _blocksWide)
            {
                block += _plane.Stride - x;
                x = 0;
            }
        }
    }

    private void DecodeFirst(ref BitReader reader, int index)
    {
        var bits = reader;
        var block = Span<short>.Empty;
        for (var k = _scan.First; k <= _scan.Last;)
        {
            bits.Refill();
            var symbol = NextSymbol(ref bits);
            var size = symbol & 15;
            var run = symbol >> 4;
            if (size == 0)
            {
                if (run == 15)
                {
                    k += 16;
                    continue;
                }

                _endRun = (1 << run) - 1 + bits.Read(run);
                break;
            }

            k += run;
            if (k > _scan.Last || size + _scan.LowBit > LargestAcSize)
            {
                throw JpegErrors.Corrupt("a coefficient is out of range");
            }

            if (block.IsEmpty)
            {
                block = _plane.Write(index);
            }

            var magnitude = bits.Read(size);
            var isNegative = (magnitude >> (size - 1)) - 1;
            block[k++] = (short)((magnitude + (isNegative & (1 - (1 << size)))) << _scan.LowBit);
        }

        reader = bits;
    }

    private void Refine(ref BitReader reader, int index)
    {
        var bits = reader;
        var block = _endRun > 0 ? _plane.Find(index) : _plane.Write(index);
        if (block.IsEmpty)
        {
            _endRun--;
            return;
        }

        // What is not zero is corrected; only zeros count in runs. Shifts are modulo 64, and k stays below that here.
        var band = (ulong.MaxValue << _scan.First) & (ulong.MaxValue >> (63 - _scan.Last));
        var nonZero = CoefficientBlock.NonZero(block) & band;
        var zeros = ~nonZero & band;
        var k = _scan.First;
        while (_endRun == 0 && k <= _scan.Last)
        {
            bits.Refill();
            var symbol = NextSymbol(ref bits);
            var run = symbol >> 4;
            var value = 0;
            if ((symbol & 15) == 0)
            {
                if (run < 15)
                {
                    _endRun = (1 << run) + bits.Read(run);
                    break;
                }
            }
            else if ((symbol & 15) == 1)
            {
                value = ((bits.Read(1) << 1) - 1) << _scan.LowBit;
            }
            else
            {
                throw JpegErrors.Corrupt("a refinement has more than one bit");
            }

            // The coefficient is the zero behind as many as the run has; or the end, where there are not so many.
            var left = zeros & (ulong.MaxValue << k);
            for (; run > 0; run--)
            {
                left &= left - 1;
            }

            var place = left == 0 ? _scan.Last + 1 : BitOperations.TrailingZeroCount(left);
            var behind = place > 63 ? 0 : ulong.MaxValue << place;
            CorrectAll(ref bits, block, nonZero & (ulong.MaxValue << k) & ~behind);
            if (value != 0)
            {
                if (left == 0)
                {
                    throw JpegErrors.Corrupt("a block has more coefficients than its band");
                }

                block[place] = (short)value;
            }

            k = place + 1;
        }

        if (_endRun > 0)
        {
            _endRun--;
            CorrectAll(ref bits, block, k > 63 ? 0 : nonZero & (ulong.MaxValue << k));
        }

        reader = bits;
    }

    private void CorrectAll(ref BitReader bits, Span<short> block, ulong places)
    {
        for (; places != 0; places &= places - 1)
        {
            Correct(ref bits, ref block[BitOperations.TrailingZeroCount(places)]);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Correct(ref BitReader bits, ref short coefficient)
    {
        // Away from zero by the bit that was missing.
        var sign = (coefficient >> 15) | 1;
        coefficient += (short)((sign * bits.ReadBit()) << _scan.LowBit);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private int NextSymbol(ref BitReader bits)
    {
        var found = _table.Find(bits.Window);
        if (found == 0)
        {
            throw JpegErrors.Corrupt("its data have a Huffman code that no table has");
        }

        bits.Consume(found & 0xFF);
        return found >> 8;
    }
}
