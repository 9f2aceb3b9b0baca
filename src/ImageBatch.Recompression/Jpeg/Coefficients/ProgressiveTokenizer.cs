using System.Numerics;
using ImageBatch.Recompression.Jpeg.Markers;
using ImageBatch.Recompression.Jpeg.Scans;
using ImageBatch.Recompression.Jpeg.Tokens;

namespace ImageBatch.Recompression.Jpeg.Coefficients;

/// <summary>Turns planes into the tokens of progressive scans (T.81, G.1.2).</summary>
internal sealed class ProgressiveTokenizer
{
    /// <summary>The longest run of ends of blocks (G.1.2.2).</summary>
    private const int LongestRun = 0x7FFF;

    // Corrections of the current block that are still to come behind a code, and those that belong behind the code of
    // the run of ends of blocks.
    private readonly byte[] _pending = new byte[64];
    private readonly byte[] _held = new byte[1024];
    private readonly int[] _lastDc = new int[4];
    private TokenStream _tokens = null!;
    private int _table;
    private int _endRun;
    private int _pendingCount;
    private int _heldCount;

    /// <summary>Appends a scan of DC coefficients, with all their bits.</summary>
    public void AppendDc(CoefficientImage image, ScanHeader scan, OutputScan output, CancellationToken cancellationToken)
    {
        Array.Clear(_lastDc);
        var walker = new BlockWalker(scan, 0);
        for (var blocks = (long)scan.Units * scan.Slots.Length; blocks > 0; blocks--)
        {
            if ((blocks & 0xFFF) == 0)
            {
                cancellationToken.ThrowIfCancellationRequested();
            }

            // A padding block repeats the last value.
            var slot = walker.Slot;
            var plane = image[scan.Indices[slot]];
            var value = walker.IsPadding ? _lastDc[slot] : plane.Read(walker.Block(plane.Stride))[0];
            AddValue(Token.DcBase | (output.Tables[slot] << 4), value - _lastDc[slot], output.Tokens);
            _lastDc[slot] = value;
            walker.Next();
        }
    }

    /// <summary>Appends a scan of a band of AC coefficients of one component.</summary>
    public void AppendAc(
        CoefficientPlane plane, FrameComponent component, OutputScan output, CancellationToken cancellationToken)
    {
        (_tokens, _table) = (output.Tokens, output.Tables[0]);
        (_endRun, _pendingCount, _heldCount) = (0, 0, 0);
        for (var y = 0; y < component.BlocksHigh; y++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            for (var x = 0; x < component.BlocksWide; x++)
            {
                var block = plane.Read((y * plane.Stride) + x);
                if (output.Bits.High == 0)
                {
                    AppendFirst(block, output.Band, output.Bits.Low);
                }
                else
                {
                    AppendRefinement(block, output.Band, output.Bits.Low);
                }
            }
        }

        EndRun();
    }

    private static void AddValue(int kind, int value, TokenStream tokens)
    {
        // The magnitude bits of a negative value are those of the value less one (F.1.2.1).
        var sign = value >> 31;
        var size = 32 - BitOperations.LeadingZeroCount((uint)((value ^ sign) - sign));
        tokens.Add(kind | size, (value + sign) & ((1 << size) - 1));
    }

    private static ulong Band(ReadOnlySpan<short> block, (int First, int Last) band) =>
        CoefficientBlock.NonZero(block) & (ulong.MaxValue >> (63 - band.Last)) & (ulong.MaxValue << band.First);

    private void AppendFirst(ReadOnlySpan<short> block, (int First, int Last) band, int low)
    {
        var last = band.First - 1;
        for (var left = Band(block, band); left != 0; left &= left - 1)
        {
            var k = BitOperations.TrailingZeroCount(left);
            var value = (Math.Abs(block[k]) >> low) * Math.Sign(block[k]);
            if (value != 0)
            {
                EndRun();
                AddValue((_table << Token.TableShift) | ((k - last - 1) << 4), value, _tokens);
                last = k;
            }
        }

        if (last < band.Last && ++_endRun == LongestRun)
        {
            EndRun();
        }
    }

    private void AppendRefinement(ReadOnlySpan<short> block, (int First, int Last) band, int low)
    {
        var nonZero = Band(block, band);
        var lastNew = -1;
        for (var left = nonZero; left != 0; left &= left - 1)
        {
            var k = BitOperations.TrailingZeroCount(left);
            lastNew = Math.Abs(block[k]) >> low == 1 ? k : lastNew;
        }

        var (run, last) = (0, band.First - 1);
        for (var left = nonZero; left != 0; left &= left - 1)
        {
            var k = BitOperations.TrailingZeroCount(left);
            var magnitude = Math.Abs(block[k]) >> low;
            if (magnitude == 0)
            {
                continue;
            }

            run += k - last - 1;
            last = k;
            for (; run > 15 && k <= lastNew; run -= 16)
            {
                EndRun();
                _tokens.Add((_table << Token.TableShift) | Token.ZeroRun, 0);
                AddBits(_pending, ref _pendingCount);
            }

            if (magnitude > 1)
            {
                _pending[_pendingCount++] = (byte)(magnitude & 1);
                continue;
            }

            EndRun();
            _tokens.Add((_table << Token.TableShift) | (run << 4) | 1, block[k] > 0 ? 1 : 0);
            AddBits(_pending, ref _pendingCount);
            run = 0;
        }

        if (run + band.Last - last > 0 || _pendingCount > 0)
        {
            _pending.AsSpan(0, _pendingCount).CopyTo(_held.AsSpan(_heldCount));
            _heldCount += _pendingCount;
            _pendingCount = 0;
            if (++_endRun == LongestRun || _heldCount > _held.Length - 64)
            {
                EndRun();
            }
        }
    }

    /// <summary>Adds the code of the run of ends of blocks, and the corrections of its blocks.</summary>
    private void EndRun()
    {
        if (_endRun > 0)
        {
            var size = BitOperations.Log2((uint)_endRun);
            _tokens.Add(Token.EndRunBase | (_table << 4) | size, _endRun & ((1 << size) - 1));
            _endRun = 0;
            AddBits(_held, ref _heldCount);
        }
    }

    private void AddBits(ReadOnlySpan<byte> bits, ref int count)
    {
        for (var at = 0; at < count;)
        {
            var size = Math.Min(15, count - at);
            var value = 0;
            for (var end = at + size; at < end; at++)
            {
                value = (value << 1) | bits[at];
            }

            _tokens.Add(Token.RawBase + size, value);
        }

        count = 0;
    }
}
